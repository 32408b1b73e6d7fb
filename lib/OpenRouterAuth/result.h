// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <OpenRouterAuth/error.h>

#include <utility>
#include <variant>

namespace OpenRouterAuth {

/// A value or the Error that stood in its way.
template <typename T>
class Result
{
public:
    Result(T value)
        : m_content(std::in_place_index<0>, std::move(value))
    {}
    Result(Error error)
        : m_content(std::in_place_index<1>, std::move(error))
    {}

    [[nodiscard]] bool isOk() const noexcept { return m_content.index() == 0; }
    explicit operator bool() const noexcept { return isOk(); }

    /// The value; may be asked for only when isOk().
    [[nodiscard]] const T &value() const { return std::get<0>(m_content); }
    const T &operator*() const { return value(); }
    const T *operator->() const { return &value(); }

    /// The error; may be asked for only when not isOk().
    [[nodiscard]] const Error &error() const { return std::get<1>(m_content); }

private:
    std::variant<T, Error> m_content;
};

} // namespace OpenRouterAuth
