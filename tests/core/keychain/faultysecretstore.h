// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/keychain/secretstore.h"

#include <QHash>
#include <QList>
#include <QPointer>
#include <QStringList>

/// A secret store in memory that fails, hangs and lies when told to.
class FaultySecretStore : public SignIn::SecretStore
{
public:
    using Kind = SignIn::StoreError::Kind;
    using Secret = OpenRouterAuth::Secret;

    QHash<QString, QByteArray> secrets;

    /// `write USER`, `read USER`, `remove USER`, in the order they were asked for.
    QStringList log;

    /// What every write, read or remove answers, unless Kind::None.
    Kind writeError = Kind::None;
    Kind readError = Kind::None;
    Kind removeError = Kind::None;

    /// Says that it wrote, and did not.
    bool losesWrites = false;

    /// What every read gives, if not empty.
    QByteArray lie;

    /// While true nothing is answered, until answerAll().
    bool hangs = false;

    void answerAll()
    {
        hangs = false;
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
            handler({writeError, {}});
        });
    }

    void read(const QString &user, QObject *context, ReadHandler handler) override
    {
        log += QStringLiteral("read ") + user;
        later(context, [this, user, handler] {
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
        if (hangs)
            m_held += guarded;
        else
            QMetaObject::invokeMethod(this, guarded, Qt::QueuedConnection);
    }

    QList<std::function<void()>> m_held;
};
