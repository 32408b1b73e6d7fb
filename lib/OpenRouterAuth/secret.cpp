// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

// Declares memset_s; stands before any system header. The name is the standard's.
#define __STDC_WANT_LIB_EXT1__ 1 // NOLINT(bugprone-reserved-identifier)

#include "secret.h"

#include <string.h>
#include <utility>

#ifdef Q_OS_WIN
#include <windows.h>
#endif

namespace OpenRouterAuth {

Secret::Secret() noexcept = default;

Secret::Secret(QByteArrayView bytes)
    : m_data(bytes.isEmpty() ? nullptr : std::make_unique<char[]>(std::size_t(bytes.size())))
    , m_size(bytes.size())
{
    if (m_data)
        memcpy(m_data.get(), bytes.data(), std::size_t(m_size));
}

Secret::Secret(const Secret &other)
    : Secret(other.view())
{}

Secret::Secret(Secret &&other) noexcept
    : m_data(std::move(other.m_data))
    , m_size(std::exchange(other.m_size, 0))
{}

Secret &Secret::operator=(const Secret &other)
{
    if (this != &other)
        *this = Secret(other);
    return *this;
}

Secret &Secret::operator=(Secret &&other) noexcept
{
    if (this != &other) {
        wipe();
        m_data = std::move(other.m_data);
        m_size = std::exchange(other.m_size, 0);
    }
    return *this;
}

Secret::~Secret()
{
    wipe();
}

bool Secret::equals(QByteArrayView bytes) const noexcept
{
    if (bytes.size() != m_size)
        return false;
    unsigned char difference = 0;
    for (qsizetype i = 0; i < m_size; ++i)
        difference |= static_cast<unsigned char>(m_data[std::size_t(i)] ^ bytes[i]);
    return difference == 0;
}

void Secret::wipe() noexcept
{
    if (!m_data)
        return;
        // A plain memset before a delete is removed by optimizers.
#ifdef Q_OS_WIN
    SecureZeroMemory(m_data.get(), SIZE_T(m_size));
#elif defined(Q_OS_APPLE)
    memset_s(m_data.get(), rsize_t(m_size), 0, rsize_t(m_size));
#else
    explicit_bzero(m_data.get(), std::size_t(m_size));
#endif
    m_data.reset();
    m_size = 0;
}

QDebug operator<<(QDebug debug, const Secret &secret)
{
    const QDebugStateSaver saver(debug);
    debug.nospace().noquote() << (secret.isEmpty() ? "(empty)" : "***");
    return debug;
}

} // namespace OpenRouterAuth
