// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#include "pkce.h"

#include <QCryptographicHash>
#include <QRandomGenerator>

#include <algorithm>

namespace OpenRouterAuth {

using namespace Qt::StringLiterals;

namespace {

constexpr auto Base64Url = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

bool isUnreserved(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'
           || c == '.' || c == '_' || c == '~';
}

} // namespace

QString toString(CodeChallengeMethod method)
{
    return method == CodeChallengeMethod::S256 ? u"S256"_s : u"plain"_s;
}

Pkce Pkce::generate(CodeChallengeMethod method)
{
    constexpr qsizetype words = 8;
    QByteArray random(words * qsizetype(sizeof(quint32)), Qt::Uninitialized);
    QRandomGenerator::system()->fillRange(reinterpret_cast<quint32 *>(random.data()), words);
    QByteArray verifier = random.toBase64(Base64Url);
    Pkce pkce(verifier, method);
    // Both are unshared, so these are the buffers themselves.
    verifier.fill('\0');
    random.fill('\0');
    return pkce;
}

std::optional<Pkce> Pkce::fromVerifier(QByteArrayView verifier, CodeChallengeMethod method)
{
    if (verifier.size() < 43 || verifier.size() > 128
        || !std::all_of(verifier.begin(), verifier.end(), isUnreserved)) {
        return std::nullopt;
    }
    return Pkce(verifier, method);
}

QString Pkce::challenge() const
{
    if (m_method == CodeChallengeMethod::Plain)
        return m_verifier.toString();
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(m_verifier.view());
    return QString::fromLatin1(hash.result().toBase64(Base64Url));
}

} // namespace OpenRouterAuth
