// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#include "servertext.h"

#include <QRegularExpression>

#include <algorithm>

namespace OpenRouterAuth {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MaximumServerText = 500;
constexpr qsizetype MinimumHiddenSize = 4; ///< shorter "secrets" would only riddle the text
constexpr auto Hidden = "***"_L1;

/// Without control and formatting characters, white space folded.
QString withoutFormatting(const QString &text)
{
    QString clean;
    clean.reserve(text.size());
    for (const char32_t c : withoutLoneSurrogates(text).toUcs4()) {
        switch (QChar::category(c)) {
        case QChar::Other_Control:
        case QChar::Separator_Line:
        case QChar::Separator_Paragraph:
            clean += u' ';
            break;
        case QChar::Other_Format: // bidirectional overrides, zero-width characters, tags
        case QChar::Other_PrivateUse:
            break;
        default:
            clean += QChar::fromUcs4(c);
        }
    }
    return clean.simplified();
}

} // namespace

QString withoutLoneSurrogates(const QString &text)
{
    if (text.isValidUtf16())
        return text;
    QString valid = text;
    for (qsizetype i = 0; i < valid.size(); ++i) {
        const bool isPair = valid.at(i).isHighSurrogate() && i + 1 < valid.size()
                            && valid.at(i + 1).isLowSurrogate();
        if (isPair)
            ++i;
        else if (valid.at(i).isSurrogate())
            valid[i] = QChar::ReplacementCharacter;
    }
    return valid;
}

QString cleanServerText(const QString &text, const QList<Secret> &secrets)
{
    QString clean = withoutFormatting(text);
    // The longest first, for one may be a part of another.
    QStringList words;
    for (const Secret &secret : secrets) {
        if (secret.size() >= MinimumHiddenSize)
            words += withoutFormatting(secret.toString());
    }
    std::sort(words.begin(), words.end(),
              [](const QString &a, const QString &b) { return a.size() > b.size(); });
    for (QString &word : words) {
        if (!word.isEmpty())
            clean.replace(word, Hidden);
        word.fill(u'\0');
    }
    if (clean.contains("sk-or-v1-"_L1)) {
        static const QRegularExpression keyPattern(u"sk-or-v1-[A-Za-z0-9_-]{16,}"_s);
        clean.replace(keyPattern, Hidden);
    }
    if (clean.size() > MaximumServerText) {
        clean.truncate(MaximumServerText - 1);
        if (clean.back().isHighSurrogate())
            clean.chop(1);
        clean += u'…';
    }
    return clean;
}

} // namespace OpenRouterAuth
