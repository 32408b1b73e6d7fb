// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <cstddef>
#include <optional>
#include <utility>

namespace OpenRouterAuth {

/// A member of a JSON object for which null differs from absence: absent, null or a value.
///
/// Used like std::optional, which has no place for the difference. A default one is absent, nullptr
/// makes a null one:
///
///     request.expiresAt = QDateTime::currentDateTimeUtc().addDays(7);
///     request.expiresAt = nullptr; // "expires_at": null
///     request.expiresAt = {};      // no "expires_at"
template <typename T>
class Nullable
{
public:
    using value_type = T;

    Nullable() = default;
    Nullable(std::nullptr_t)
        : m_isNull(true)
    {}
    Nullable(std::nullopt_t) {}
    Nullable(T value)
        : m_value(std::move(value))
    {}
    Nullable(std::optional<T> value)
        : m_value(std::move(value))
    {}

    [[nodiscard]] bool isAbsent() const noexcept { return !m_value && !m_isNull; }
    [[nodiscard]] bool isNull() const noexcept { return m_isNull; }

    [[nodiscard]] bool has_value() const noexcept { return m_value.has_value(); }
    explicit operator bool() const noexcept { return has_value(); }

    /// The value; may be called only when has_value().
    [[nodiscard]] const T &value() const { return *m_value; }
    const T &operator*() const { return *m_value; }
    const T *operator->() const { return &*m_value; }

    /// The value, or \a other for null and for absence.
    [[nodiscard]] T value_or(T other) const { return m_value.value_or(std::move(other)); }

    friend bool operator==(const Nullable &left, const Nullable &right)
    {
        return left.m_isNull == right.m_isNull && left.m_value == right.m_value;
    }

private:
    std::optional<T> m_value;
    bool m_isNull = false;
};

} // namespace OpenRouterAuth
