// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keylabel.h"

#include "core/text/texts.h"

#include <OpenRouterAuth/authorizationrequest.h>
#include <OpenRouterAuth/keyinfo.h>
#include <OpenRouterAuth/servertext.h>

namespace SignIn {

using namespace Qt::StringLiterals;

bool isStorableLabel(QStringView label)
{
    return OpenRouterAuth::isAllowedKeyLabel(label) && !Texts::hasControls(label);
}

QString storableLabel(const QString &label)
{
    QList<uint> characters = OpenRouterAuth::withoutLoneSurrogates(label).toUcs4();
    for (uint &c : characters) {
        if (Texts::isControl(c))
            c = u' ';
    }
    // Trimmed again after the cut, which may end in a space.
    QString clean = QString::fromUcs4(reinterpret_cast<const char32_t *>(characters.constData()),
                                      characters.size())
                        .trimmed();
    if (!OpenRouterAuth::isAllowedKeyLabel(clean)) {
        characters = clean.toUcs4().first(OpenRouterAuth::MaximumKeyLabelLength);
        clean = QString::fromUcs4(reinterpret_cast<const char32_t *>(characters.constData()),
                                  characters.size())
                    .trimmed();
    }
    return clean;
}

QString labelFromServer(const OpenRouterAuth::KeyInfo &info)
{
    const bool isMaskedKey = info.label.startsWith("sk-or-"_L1);
    return !isMaskedKey && isStorableLabel(info.label) ? info.label : QString();
}

} // namespace SignIn
