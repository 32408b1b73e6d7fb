// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "texts.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace SignIn::Texts {

using namespace Qt::StringLiterals;

namespace {

bool changesDirection(char16_t unit)
{
    return unit == u'\u061c' || (unit >= u'\u200e' && unit <= u'\u200f')
           || (unit >= u'\u202a' && unit <= u'\u202e') || (unit >= u'\u2066' && unit <= u'\u2069');
}

/// The C locale is meant for programs, so people get US English instead.
QLocale locale()
{
    const QLocale own;
    return own.language() == QLocale::C ? QLocale(QLocale::English, QLocale::UnitedStates) : own;
}

int decimals(double dollars)
{
    constexpr double cent = 0.01;
    const double size = std::abs(dollars);
    if (size == 0 || size >= cent)
        return 2;
    return size >= cent * cent ? 4 : 6;
}

} // namespace

bool isControl(char32_t character)
{
    const QChar::Category category = QChar::category(character);
    return category == QChar::Other_Control || category == QChar::Separator_Line
           || category == QChar::Separator_Paragraph;
}

bool hasControls(QStringView text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) { return isControl(c.unicode()); });
}

QString plain(const QString &text)
{
    QString result;
    result.reserve(text.size());
    for (const QChar unit : text) {
        if (!changesDirection(unit.unicode()))
            result += isControl(unit.unicode()) ? u' ' : unit;
    }
    return result.simplified();
}

QString money(double dollars)
{
    return locale().toCurrencyString(dollars, u"$"_s, decimals(dollars));
}

QString plainMoney(double dollars)
{
    return u'$' + QString::number(dollars, 'f', decimals(dollars));
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

QString isoMinute(const QDateTime &utc)
{
    return utc.toLocalTime().toString(u"yyyy-MM-dd HH:mm"_s);
}

} // namespace SignIn::Texts
