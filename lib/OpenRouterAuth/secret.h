// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <OpenRouterAuth/openrouterauth_export.h>

#include <QByteArray>
#include <QByteArrayView>
#include <QDebug>

#include <memory>

namespace OpenRouterAuth {

/// Bytes that must not be seen: an API key, an authorization code, a code verifier.
///
/// The buffer belongs to this object alone and is wiped when it is destroyed or assigned to.
/// Printing gives `***`; comparing takes the same time whatever the bytes are. Copies that Qt makes
/// of what toByteArray() returns cannot be wiped, so convert late. Reentrant.
class OPENROUTERAUTH_EXPORT Secret
{
public:
    Secret() noexcept;
    explicit Secret(QByteArrayView bytes);
    Secret(const Secret &other);
    Secret(Secret &&other) noexcept;
    Secret &operator=(const Secret &other);
    Secret &operator=(Secret &&other) noexcept;
    ~Secret();

    [[nodiscard]] bool isEmpty() const noexcept { return m_size == 0; }
    [[nodiscard]] qsizetype size() const noexcept { return m_size; }

    /// The bytes in place; valid until this object changes or goes.
    [[nodiscard]] QByteArrayView view() const noexcept { return {m_data.get(), m_size}; }

    /// A copy that nobody wipes, for the moment of use.
    [[nodiscard]] QByteArray toByteArray() const { return view().toByteArray(); }

    /// The same as toByteArray(), for text interfaces; the bytes are taken as UTF-8.
    [[nodiscard]] QString toString() const { return QString::fromUtf8(view()); }

    friend bool operator==(const Secret &left, const Secret &right) noexcept
    {
        return left.equals(right.view());
    }

    /// Compares in constant time; only the length may be learned from the time it takes.
    [[nodiscard]] bool equals(QByteArrayView bytes) const noexcept;

private:
    void wipe() noexcept;

    std::unique_ptr<char[]> m_data;
    qsizetype m_size = 0;
};

OPENROUTERAUTH_EXPORT QDebug operator<<(QDebug debug, const Secret &secret);

} // namespace OpenRouterAuth
