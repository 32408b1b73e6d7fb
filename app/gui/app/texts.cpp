// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "texts.h"

#include <QGuiApplication>

#include <algorithm>

namespace SignIn::Texts {

using namespace Qt::StringLiterals;

namespace {

bool hasRightToLeft(const QString &text)
{
    return std::any_of(text.begin(), text.end(), [](QChar unit) {
        return unit.direction() == QChar::DirR || unit.direction() == QChar::DirAL;
    });
}

} // namespace

QString isolated(const QString &text)
{
    if (!QGuiApplication::isRightToLeft() && !hasRightToLeft(text))
        return text;
    return u"\u2068"_s + text + u"\u2069"_s;
}

QString minutes(std::chrono::seconds time)
{
    const auto whole = std::max<qint64>(0, time.count());
    return u"%1:%2"_s.arg(whole / 60).arg(whole % 60, 2, 10, QLatin1Char('0'));
}

} // namespace SignIn::Texts
