// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keycondition.h"

#include <QCoreApplication>

namespace SignIn {

using namespace Qt::StringLiterals;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(SignIn::KeyCondition)

public:
    QLatin1StringView name;
    QString badge;
    QString text;

    static Words of(StoredKey::Condition condition)
    {
        switch (condition) {
        case StoredKey::Condition::Unknown:
            return {"unknown"_L1, tr("Not checked", "badge of a key"), tr("not checked")};
        case StoredKey::Condition::Valid:
            return {"valid"_L1, tr("Valid", "badge of a key"), tr("valid")};
        case StoredKey::Condition::LimitReached:
            return {"limit_reached"_L1, tr("Limit reached", "badge of a key"), tr("limit reached")};
        case StoredKey::Condition::Expired:
            return {"expired"_L1, tr("Expired", "badge of a key"), tr("expired")};
        case StoredKey::Condition::Refused:
            return {"refused"_L1, tr("Refused", "badge of a key"), tr("refused by the server")};
        case StoredKey::Condition::Missing:
            return {"missing"_L1, tr("Missing", "badge of a key"),
                    tr("not in the keychain any more")};
        case StoredKey::Condition::SessionOnly:
            return {"session_only"_L1, tr("This session", "badge of a key that is not stored"),
                    tr("this session only")};
        }
        Q_UNREACHABLE();
    }
};

} // namespace

QLatin1StringView conditionName(StoredKey::Condition condition)
{
    return Words::of(condition).name;
}

QString conditionBadge(StoredKey::Condition condition)
{
    return Words::of(condition).badge;
}

QString conditionText(StoredKey::Condition condition)
{
    return Words::of(condition).text;
}

QString managementKeyText()
{
    return QCoreApplication::translate("SignIn::KeyCondition",
                                       "This is a management key: it can create, change and delete "
                                       "keys, but tools can't use it to call models.");
}

} // namespace SignIn
