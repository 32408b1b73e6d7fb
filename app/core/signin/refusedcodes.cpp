// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "refusedcodes.h"

#include <QCryptographicHash>

namespace SignIn {

using OpenRouterAuth::Secret;

namespace {

constexpr int MaximumRefusals = 5;

QByteArray hashOf(const Secret &code)
{
    return QCryptographicHash::hash(code.view(), QCryptographicHash::Sha256);
}

} // namespace

void RefusedCodes::add(const Secret &code, const Failure &why)
{
    m_failures.insert(hashOf(code), why);
}

const Failure *RefusedCodes::find(const Secret &code) const
{
    const auto found = m_failures.constFind(hashOf(code));
    return found == m_failures.cend() ? nullptr : &*found;
}

bool RefusedCodes::areTooMany() const
{
    return m_failures.size() >= MaximumRefusals;
}

} // namespace SignIn
