// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <OpenRouterAuth/error.h>

#include <utility>
#include <variant>

namespace OpenRouterAuth {

/// A value, or the Error that says why there is none. Named as std::expected of C++23.
template <typename T>
class Result
{
public:
    using value_type = T;
    using error_type = Error;

    Result(T value)
        : m_content(std::in_place_index<0>, std::move(value))
    {}
    Result(Error error)
        : m_content(std::in_place_index<1>, std::move(error))
    {}

    [[nodiscard]] bool has_value() const noexcept { return m_content.index() == 0; }
    explicit operator bool() const noexcept { return has_value(); }

    /// The value; may be called only when has_value().
    [[nodiscard]] const T &value() const & { return std::get<0>(m_content); }
    [[nodiscard]] T &&value() && { return std::get<0>(std::move(m_content)); }
    const T &operator*() const & { return value(); }
    T &&operator*() && { return std::move(*this).value(); }
    const T *operator->() const { return &value(); }

    /// The value, or \a other if there is none.
    [[nodiscard]] T value_or(T other) const & { return has_value() ? value() : std::move(other); }

    /// The error; may be called only when not has_value().
    [[nodiscard]] const Error &error() const { return std::get<1>(m_content); }

private:
    std::variant<T, Error> m_content;
};

} // namespace OpenRouterAuth
