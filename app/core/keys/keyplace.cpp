// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keyplace.h"

#include "core/text/texts.h"

#include <QCoreApplication>
#include <QSet>
#include <QStringList>

#include <utility>

namespace SignIn {

using namespace Qt::StringLiterals;
using OpenRouterAuth::KeyInfo;

namespace {

struct PlaceWords
{
    Q_DECLARE_TR_FUNCTIONS(SignIn::KeyPlace)

public:
    static QString region(const QString &name)
    {
        if (name == "global"_L1)
            return tr("global", "data region");
        if (name == "europe"_L1)
            return tr("Europe", "data region");
        if (name == "us"_L1)
            return tr("US", "data region");
        return Texts::plain(name);
    }

    static QString noRegion() { return tr("none allowed", "data regions"); }
    static QString personal() { return tr("none, your own account", "organization of a key"); }
    static QString deleted() { return tr("deleted", "workspace of a key"); }
};

/// Whether the known ones differ; \a id is what the server said.
class Distinct
{
public:
    void add(const OpenRouterAuth::Nullable<QString> &id)
    {
        if (!id.isAbsent())
            m_ids.insert(id.value_or({}));
    }
    [[nodiscard]] bool areSeveral() const { return m_ids.size() > 1; }

private:
    QSet<QString> m_ids;
};

} // namespace

SeveralPlaces SeveralPlaces::of(const QList<StoredKey> &keys)
{
    Distinct organizations;
    Distinct workspaces;
    for (const StoredKey &key : keys) {
        if (!key.lastStatus)
            continue;
        organizations.add(key.lastStatus->info.organizationId);
        workspaces.add(key.lastStatus->info.workspaceId);
    }
    return {organizations.areSeveral(), workspaces.areSeveral()};
}

QString regionsText(const KeyInfo &info)
{
    if (!info.allowedDataRegions)
        return {};
    QStringList names;
    for (const QString &region : std::as_const(*info.allowedDataRegions))
        names += PlaceWords::region(region);
    return names.isEmpty() ? PlaceWords::noRegion() : names.join(u", "_s);
}

QString organizationText(const KeyInfo &info)
{
    if (info.organizationId.isNull())
        return PlaceWords::personal();
    return Texts::plain(info.organizationId.value_or({}));
}

QString workspaceText(const KeyInfo &info)
{
    if (info.workspaceId.isNull())
        return PlaceWords::deleted();
    return Texts::plain(info.workspaceId.value_or({}));
}

} // namespace SignIn
