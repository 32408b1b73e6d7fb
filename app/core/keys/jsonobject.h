// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/text/texts.h"

#include <QDateTime>
#include <QJsonObject>
#include <QJsonValue>
#include <QString>

#include <optional>

/// Reading and writing the objects of the list of keys.
namespace SignIn {

inline QString toText(const QDateTime &time)
{
    return time.isValid() ? time.toUTC().toString(Qt::ISODateWithMs) : QString();
}

/// Reads one object member by member. What is missing or of another type makes it bad; what was not
/// asked for is left over.
class ObjectReader
{
public:
    static constexpr qsizetype MaximumText = 500;

    explicit ObjectReader(const QJsonValue &value)
        : m_object(value.toObject())
        , m_good(value.isObject())
    {}

    QJsonValue take(QLatin1StringView name)
    {
        const QJsonValue value = m_object.value(name);
        m_object.remove(name);
        return value;
    }

    /// Text without control characters; empty if it is not there.
    QString text(QLatin1StringView name, qsizetype maximumSize = MaximumText)
    {
        const QJsonValue value = take(name);
        if (value.isUndefined())
            return {};
        const QString text = value.toString();
        require(value.isString() && text.size() <= maximumSize && !Texts::hasControls(text));
        return text;
    }

    OpenRouterAuth::Nullable<QString> nullableText(QLatin1StringView name)
    {
        if (!m_object.contains(name))
            return {};
        if (!m_object.value(name).isNull())
            return text(name);
        m_object.remove(name);
        return nullptr;
    }

    QDateTime time(QLatin1StringView name)
    {
        const QString text = this->text(name);
        if (text.isEmpty())
            return {};
        const QDateTime time = QDateTime::fromString(text, Qt::ISODateWithMs);
        // 24:00 on the last day of the year 9999 is in a year that could not be written again.
        require(time.isValid() && text.endsWith(u'Z') && time.date().year() <= 9999);
        return time.toUTC();
    }

    std::optional<double> number(QLatin1StringView name)
    {
        const QJsonValue value = take(name);
        require(value.isUndefined() || value.isDouble());
        return value.isDouble() ? std::optional(value.toDouble()) : std::nullopt;
    }

    std::optional<qint64> count(QLatin1StringView name)
    {
        const QJsonValue value = take(name);
        require(value.isUndefined() || value.isDouble());
        return value.isDouble() ? std::optional(value.toInteger()) : std::nullopt;
    }

    std::optional<bool> flag(QLatin1StringView name)
    {
        const QJsonValue value = take(name);
        require(value.isUndefined() || value.isBool());
        return value.isBool() ? std::optional(value.toBool()) : std::nullopt;
    }

    void require(bool condition) { m_good = m_good && condition; }

    [[nodiscard]] bool isGood() const { return m_good; }

    /// The members that nobody asked for.
    [[nodiscard]] const QJsonObject &rest() const { return m_object; }

private:
    QJsonObject m_object;
    bool m_good;
};

inline void insertText(QJsonObject &object, QLatin1StringView name, const QString &text)
{
    if (!text.isEmpty())
        object.insert(name, text);
}

template <typename T>
void insertOptional(QJsonObject &object, QLatin1StringView name, const std::optional<T> &value)
{
    if (value)
        object.insert(name, *value);
}

} // namespace SignIn
