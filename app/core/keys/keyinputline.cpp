// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keyinputline.h"

#include "core/text/pastedtext.h"

#include <QString>

#include <algorithm>
#include <array>

namespace SignIn {

using namespace Qt::StringLiterals;

namespace {

bool isLineEnd(QChar c)
{
    return c == u'\n' || c == u'\r' || c == u'\f' || c == u'\v' || c == QChar(0x85)
           || c == QChar::LineSeparator || c == QChar::ParagraphSeparator;
}

/// Whether \a text may be the name of a key: a variable, a member, a header, or words before a
/// colon. Anything else before "=" or ":" may be a part of the key.
bool isName(QStringView text)
{
    constexpr qsizetype longest = 80;
    constexpr std::array Words{"key"_L1, "token"_L1, "auth"_L1, "openrouter"_L1, "secret"_L1};
    if (text.size() > longest || KeyInputLine::hasOpenRouterForm(text.trimmed()))
        return false;
    const auto belongs = [](QChar c) {
        return c.isLetterOrNumber() || c.isSpace() || PastedText::isQuote(c)
               || QStringView(u"_-.$()[]{},@#*").contains(c);
    };
    return std::all_of(text.begin(), text.end(), belongs)
           && std::any_of(Words.begin(), Words.end(), [text](QLatin1StringView word) {
                  return text.contains(word, Qt::CaseInsensitive);
              });
}

/// Without what stands around a value in the languages that people copy from.
QStringView withoutEnds(QStringView text)
{
    for (qsizetype size = -1; size != text.size();) {
        size = text.size();
        text = PastedText::unquoted(text);
        while (!text.isEmpty() && QStringView(u"{[(,").contains(text.front()))
            text = text.sliced(1);
        while (!text.isEmpty() && QStringView(u"}]),;").contains(text.back()))
            text = text.chopped(1);
    }
    return text;
}

/// Without a comment, which begins behind white space.
QStringView withoutComment(QStringView text)
{
    for (qsizetype at = 1; at < text.size(); ++at) {
        if (text[at] == u'#' && text[at - 1].isSpace())
            return text.first(at).trimmed();
    }
    return text;
}

/// What follows the first word, if there is more than one.
std::optional<QStringView> afterWord(QStringView text)
{
    const auto *end = std::find_if(text.begin(), text.end(), [](QChar c) { return c.isSpace(); });
    if (end == text.end())
        return std::nullopt;
    return text.sliced(end - text.begin()).trimmed();
}

QStringView firstWord(QStringView text)
{
    const auto rest = afterWord(text);
    return rest ? text.first(
               std::find_if(text.begin(), text.end(), [](QChar c) { return c.isSpace(); })
               - text.begin())
                : text;
}

/// Without `set -x NAME`, `setenv NAME`, `setx NAME` and `ENV NAME`, whose value has no "=" before
/// it.
QStringView withoutSet(QStringView text)
{
    constexpr std::array Commands{"set"_L1, "setenv"_L1, "setx"_L1, "env"_L1};
    const QStringView command = firstWord(text);
    if (std::none_of(Commands.begin(), Commands.end(), [command](QLatin1StringView each) {
            return command.compare(each, Qt::CaseInsensitive) == 0;
        })) {
        return text;
    }
    auto rest = afterWord(text);
    while (rest && rest->startsWith(u'-'))
        rest = afterWord(*rest);
    if (!rest || !isName(firstWord(*rest)))
        return text;
    const auto value = afterWord(*rest);
    return value && !value->startsWith(u'=') ? *value : text;
}

/// Without NAME= and "name": and the like.
QStringView withoutName(QStringView text)
{
    constexpr QLatin1StringView powerShell("$env:");
    const qsizetype start =
        text.startsWith(powerShell, Qt::CaseInsensitive) ? powerShell.size() : 0;
    for (qsizetype at = start + 1; at < text.size(); ++at) {
        const QChar c = text[at];
        const QChar next = at + 1 < text.size() ? text[at + 1] : u' ';
        // Without white space or a quotation mark behind it a colon may be a part of the key.
        const bool separates =
            c == u'='
            || (c == u':' && (next.isSpace() || next == u'=' || PastedText::isQuote(next)));
        if (!separates)
            continue;
        if (!isName(text.first(at).sliced(start)))
            return text;
        QStringView value = text.sliced(at + 1);
        while (!value.isEmpty() && (value.front() == u'=' || value.front() == u'>'))
            value = value.sliced(1);
        return value.trimmed();
    }
    return text;
}

QStringView withoutScheme(QStringView text)
{
    constexpr QLatin1StringView bearer("bearer");
    if (firstWord(text).compare(bearer, Qt::CaseInsensitive) == 0)
        return afterWord(text).value_or(QStringView());
    return text;
}

/// The marks before a command or an item of a list, copied with it.
QStringView withoutMark(QStringView text)
{
    for (const QChar mark : {u'$', u'%', u'#', u'-', u'*'}) {
        if (text.size() > 1 && text.front() == mark && text[1].isSpace())
            return text.sliced(1).trimmed();
    }
    return text;
}

} // namespace

bool KeyInputLine::hasOpenRouterForm(QStringView value)
{
    return value.startsWith("sk-or-"_L1, Qt::CaseInsensitive);
}

QStringView KeyInputLine::value(QStringView line)
{
    // Far longer than a key with what may be around it.
    constexpr qsizetype longest = 2048;
    if (line.size() > longest)
        return line;
    QStringView text = line;
    for (qsizetype size = -1; size != text.size();) {
        size = text.size();
        text = withoutMark(withoutEnds(text));
        text = withoutScheme(withoutName(withoutSet(text)));
        text = withoutComment(text);
    }
    return text;
}

QList<QStringView> KeyInputLine::lines(QStringView text)
{
    QList<QStringView> result;
    qsizetype start = 0;
    for (qsizetype at = 0; at <= text.size(); ++at) {
        if (at < text.size() && !isLineEnd(text[at]))
            continue;
        if (const QStringView line = text.sliced(start, at - start).trimmed(); !line.isEmpty())
            result += line;
        start = at + 1;
    }
    return result;
}

bool KeyInputLine::isJson(QStringView text)
{
    return text.startsWith(u'{') || text.startsWith(u'[');
}

std::optional<QStringView> KeyInputLine::onlyValue(QStringView text)
{
    QList<QStringView> found;
    bool isBroken = false;
    const auto add = [&found](QStringView value) {
        if (hasOpenRouterForm(value) && !found.contains(value))
            found += value;
    };
    if (isJson(text)) {
        for (const QStringView part : text.split(u'"'))
            add(value(part));
    } else {
        for (const QStringView line : lines(text)) {
            const QStringView each = value(line);
            add(each);
            // Letters and digits alone on a line may be the rest of a key that was broken.
            isBroken = isBroken
                       || (!hasOpenRouterForm(each) && each.size() == line.size()
                           && std::all_of(line.begin(), line.end(),
                                          [](QChar c) { return c.isLetterOrNumber(); }));
        }
    }
    if (found.size() != 1 || isBroken)
        return std::nullopt;
    return found.constFirst();
}

} // namespace SignIn
