// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/keychain/secretstore.h"

#include <QList>
#include <QMap>
#include <QPointer>
#include <QStringList>

/// A secret store in memory that fails, hangs and lies when told to.
class FaultySecretStore : public SignIn::SecretStore
{
public:
    using Kind = SignIn::StoreError::Kind;
    using Secret = OpenRouterAuth::Secret;

    QMap<QString, QByteArray> secrets;

    /// `write USER`, `read USER`, `remove USER`, in the order they were asked for.
    QStringList log;

    /// What every write, read or remove answers, unless Kind::None.
    Kind writeError = Kind::None;
    Kind readError = Kind::None;
    Kind removeError = Kind::None;

    /// What the next write to a user answers, although it was written.
    QMap<QString, Kind> nextWriteErrors;

    /// Says that it wrote, and did not.
    bool losesWrites = false;

    /// What every read gives, if not empty.
    QByteArray lie;

    /// While true nothing is answered, until answerAll().
    bool hangs = false;

    /// Operations of these kinds ("write", "read", "remove") hang from the given one on: 1 is the
    /// first from now.
    QString hangsAt;
    int hangsAtCount = 0;

    /// What queryPlace() says.
    QString place;

    /// What queryOpen() says.
    bool needsPrompt = false;

    void queryOpen(QObject *context, std::function<void(bool isOpen)> handler) override
    {
        QMetaObject::invokeMethod(
            context, [this, handler] { handler(!needsPrompt); }, Qt::QueuedConnection);
    }

    void queryPlace(QObject *context, std::function<void(const QString &)> handler) override
    {
        QMetaObject::invokeMethod(
            context, [this, handler] { handler(place); }, Qt::QueuedConnection);
    }

    /// Does what is held, and answers nobody: the program that asked has died.
    void doHeld()
    {
        m_isMute = true;
        const QList<std::function<void()>> held = std::exchange(m_held, {});
        for (const auto &answer : held)
            answer();
        m_isMute = false;
    }

    void answerAll()
    {
        hangs = false;
        hangsAt.clear();
        const QList<std::function<void()>> held = std::exchange(m_held, {});
        for (const auto &answer : held)
            answer();
    }

    void write(const QString &user, const Secret &secret, QObject *context,
               DoneHandler handler) override
    {
        log += QStringLiteral("write ") + user;
        later(context, [this, user, bytes = secret.toByteArray(), handler] {
            if (writeError == Kind::None && !losesWrites)
                secrets.insert(user, bytes);
            if (m_isMute)
                return;
            const Kind once = nextWriteErrors.take(user);
            handler({once != Kind::None ? once : writeError, {}});
        });
    }

    void read(const QString &user, QObject *context, ReadHandler handler) override
    {
        log += QStringLiteral("read ") + user;
        later(context, [this, user, handler] {
            if (m_isMute)
                return;
            if (readError != Kind::None)
                handler({readError, {}}, {});
            else if (!lie.isEmpty())
                handler({}, Secret(lie));
            else if (secrets.contains(user))
                handler({}, Secret(secrets.value(user)));
            else
                handler({Kind::NotFound, {}}, {});
        });
    }

    void remove(const QString &user, QObject *context, DoneHandler handler) override
    {
        log += QStringLiteral("remove ") + user;
        later(context, [this, user, handler] {
            if (removeError == Kind::None)
                secrets.remove(user);
            if (m_isMute)
                return;
            handler({removeError, {}});
        });
    }

private:
    void later(QObject *context, const std::function<void()> &answer)
    {
        const auto guarded = [context = QPointer<QObject>(context), answer] {
            if (context)
                answer();
        };
        if (!hangsAt.isEmpty() && log.last().startsWith(hangsAt) && --hangsAtCount <= 0)
            hangs = true;
        if (hangs)
            m_held += guarded;
        else
            QMetaObject::invokeMethod(this, guarded, Qt::QueuedConnection);
    }

    QList<std::function<void()>> m_held;
    bool m_isMute = false;
};
