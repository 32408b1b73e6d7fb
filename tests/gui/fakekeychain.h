// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/keychain/secretstore.h"

#include <QHash>
#include <QPointer>

#include <algorithm>
#include <deque>

/// A keychain in whatever mood a test wants it to be.
class FakeKeychain : public SignIn::SecretStore
{
public:
    enum class Mood {
        Good,
        Refuses, ///< Everything fails with the error given to setMood().
        Hangs,   ///< Answers nothing until the mood changes, and then everything.
        Lies,    ///< Says that it has written, and gives back something else.
    };

    void setMood(Mood mood, SignIn::StoreError::Kind refusal = SignIn::StoreError::Kind::Other)
    {
        m_mood = mood;
        m_refusal = refusal;
        if (mood == Mood::Hangs)
            return;
        for (auto &errand : std::exchange(m_waiting, {}))
            errand();
    }

    /// What is in there, by user.
    QHash<QString, OpenRouterAuth::Secret> secrets;

    /// The users of the API keys among them, without the copy of the list.
    [[nodiscard]] QStringList keyUsers() const
    {
        QStringList users = secrets.keys();
        users.removeIf(isListCopy);
        users.sort();
        return users;
    }

    [[nodiscard]] bool hasListCopy() const
    {
        return std::any_of(secrets.keyBegin(), secrets.keyEnd(), isListCopy);
    }

    int reads = 0;
    int writes = 0;

    void write(const QString &user, const OpenRouterAuth::Secret &secret, QObject *context,
               DoneHandler handler) override
    {
        ++writes;
        run(context, [=, this, handler = std::move(handler)] {
            if (m_mood == Mood::Good)
                secrets.insert(user, secret);
            handler(error());
        });
    }

    void read(const QString &user, QObject *context, ReadHandler handler) override
    {
        ++reads;
        run(context, [=, this, handler = std::move(handler)] {
            if (m_mood == Mood::Lies)
                handler({}, OpenRouterAuth::Secret("something else"));
            else if (m_mood == Mood::Good && !secrets.contains(user))
                handler({SignIn::StoreError::Kind::NotFound, {}}, {});
            else
                handler(error(), secrets.value(user));
        });
    }

    void remove(const QString &user, QObject *context, DoneHandler handler) override
    {
        run(context, [=, this, handler = std::move(handler)] {
            if (m_mood == Mood::Good)
                secrets.remove(user);
            handler(error());
        });
    }

private:
    static bool isListCopy(const QString &user)
    {
        return user.startsWith(QStringLiteral("openrouter-signin/index"));
    }

    [[nodiscard]] SignIn::StoreError error() const
    {
        if (m_mood != Mood::Refuses)
            return {};
        return {m_refusal, QStringLiteral("org.example.Keychain.Error.%1").arg(int(m_refusal))};
    }

    void run(QObject *context, std::function<void()> errand)
    {
        const auto later = [context = QPointer<QObject>(context), errand = std::move(errand)] {
            if (context)
                QMetaObject::invokeMethod(context, errand, Qt::QueuedConnection);
        };
        if (m_mood == Mood::Hangs)
            m_waiting.emplace_back(later);
        else
            later();
    }

    Mood m_mood = Mood::Good;
    SignIn::StoreError::Kind m_refusal = SignIn::StoreError::Kind::Other;
    std::deque<std::function<void()>> m_waiting;
};
