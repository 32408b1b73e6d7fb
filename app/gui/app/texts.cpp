// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "texts.h"

#include <QGuiApplication>
#include <QLocale>

#include <cmath>

namespace SignIn::Texts {

using namespace Qt::StringLiterals;

namespace {

bool changesDirection(char16_t unit)
{
    return unit == u'\u061c' || (unit >= u'\u200e' && unit <= u'\u200f')
           || (unit >= u'\u202a' && unit <= u'\u202e') || (unit >= u'\u2066' && unit <= u'\u2069');
}

bool hasRightToLeft(const QString &text)
{
    return std::any_of(text.begin(), text.end(), [](QChar unit) {
        return unit.direction() == QChar::DirR || unit.direction() == QChar::DirAL;
    });
}

/// The C locale is nobody's: its amounts and dates are for programs.
QLocale locale()
{
    const QLocale own;
    return own.language() == QLocale::C ? QLocale(QLocale::English, QLocale::UnitedStates) : own;
}

} // namespace

QString plain(const QString &text)
{
    QString result;
    result.reserve(text.size());
    for (const QChar unit : text) {
        if (changesDirection(unit.unicode()))
            continue;
        const bool isBreak = unit.category() == QChar::Other_Control
                             || unit.category() == QChar::Separator_Line
                             || unit.category() == QChar::Separator_Paragraph;
        result += isBreak ? u' ' : unit;
    }
    return result.simplified();
}

QString isolated(const QString &text)
{
    if (!QGuiApplication::isRightToLeft() && !hasRightToLeft(text))
        return text;
    return u"\u2068"_s + text + u"\u2069"_s;
}

QString money(double dollars)
{
    const bool isTiny = dollars != 0 && std::abs(dollars) < 0.01;
    return locale().toCurrencyString(dollars, u"$"_s, isTiny ? 4 : 2);
}

QString moment(const QDateTime &utc, const QDateTime &now)
{
    const QDateTime local = utc.toLocalTime();
    if (local.date() == now.toLocalTime().date())
        return locale().toString(local.time(), QLocale::ShortFormat);
    return locale().toString(local, QLocale::ShortFormat);
}

QString day(const QDateTime &utc)
{
    return locale().toString(utc.toLocalTime().date(), QLocale::ShortFormat);
}

QString minutes(std::chrono::seconds time)
{
    const auto whole = std::max<qint64>(0, time.count());
    return u"%1:%2"_s.arg(whole / 60).arg(whole % 60, 2, 10, QLatin1Char('0'));
}

} // namespace SignIn::Texts
