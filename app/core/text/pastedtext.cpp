// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pastedtext.h"

#include <array>

namespace SignIn {

using namespace Qt::StringLiterals;

namespace {

/// Where the control sequence that begins at \a start ends (ECMA-48, section 5.4), such as
/// "ESC [ 200 ~"; \a start if none begins there.
qsizetype endOfSequence(QStringView text, qsizetype start)
{
    qsizetype at = start + 2;
    if (text.size() < at + 1 || text[start] != u'\x1b' || text[start + 1] != u'[')
        return start;
    while (at < text.size() && text[at] >= u' ' && text[at] <= u'?')
        ++at;
    return at < text.size() && text[at] >= u'@' && text[at] <= u'~' ? at + 1 : start;
}

/// Marks of a bracketed paste whose escape character was lost or is written as two characters.
QStringView withoutBareMarks(QStringView text)
{
    constexpr std::array Openings{"^[[200~"_L1, "[200~"_L1};
    constexpr std::array Endings{"^[[201~"_L1, "[201~"_L1};
    for (const QLatin1StringView mark : Openings) {
        if (text.startsWith(mark))
            text = text.sliced(mark.size());
    }
    for (const QLatin1StringView mark : Endings) {
        if (text.endsWith(mark))
            text = text.chopped(mark.size());
    }
    return text;
}

} // namespace

PastedText::PastedText(QStringView input)
{
    m_text.reserve(input.size()); // one buffer, so that it can be wiped
    for (qsizetype i = 0; i < input.size(); ++i) {
        if (const qsizetype end = endOfSequence(input, i); end != i)
            i = end - 1;
        else if (input[i].category() != QChar::Other_Format)
            m_text += input[i];
    }
}

PastedText::~PastedText()
{
    m_text.fill(u'\0');
}

bool PastedText::isQuote(QChar c)
{
    return QStringView(u"\"'`“”„‟‘’‚‛«»‹›「」『』＂＇<>").contains(c);
}

QStringView PastedText::unquoted(QStringView text)
{
    for (qsizetype size = -1; size != text.size();) {
        size = text.size();
        text = withoutBareMarks(text.trimmed());
        while (!text.isEmpty() && isQuote(text.front()))
            text = text.sliced(1);
        while (!text.isEmpty() && isQuote(text.back()))
            text = text.chopped(1);
    }
    return text;
}

} // namespace SignIn
