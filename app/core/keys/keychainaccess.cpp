// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keychainaccess.h"

namespace SignIn {

using OpenRouterAuth::Secret;

KeychainAccess::KeychainAccess(SecretStore *store, QObject *parent)
    : QObject(parent)
    , m_store(store)
{}

void KeychainAccess::write(const QString &user, const Secret &secret,
                           SecretStore::DoneHandler handler)
{
    ++m_running;
    m_store->write(user, secret, this,
                   [this, handler = std::move(handler)](const StoreError &error) {
                       note(error);
                       handler(error);
                   });
}

void KeychainAccess::read(const QString &user, SecretStore::ReadHandler handler)
{
    ++m_running;
    m_store->read(
        user, this,
        [this, handler = std::move(handler)](const StoreError &error, const Secret &secret) {
            note(error);
            handler(error, secret);
        });
}

void KeychainAccess::remove(const QString &user, SecretStore::DoneHandler handler)
{
    ++m_running;
    m_store->remove(user, this, [this, handler = std::move(handler)](const StoreError &error) {
        note(error);
        handler(error);
    });
}

void KeychainAccess::queryPlace(std::function<void(const QString &)> handler)
{
    ++m_running;
    m_store->queryPlace(this, [this, handler = std::move(handler)](const QString &place) {
        --m_running;
        Q_EMIT answered();
        handler(place);
    });
}

void KeychainAccess::setLabel(const QString &user, const QString &label,
                              std::function<void()> handler)
{
    ++m_running;
    m_store->setLabel(user, label, this, [this, handler = std::move(handler)] {
        --m_running;
        Q_EMIT answered();
        handler();
    });
}

void KeychainAccess::note(const StoreError &error)
{
    --m_running;
    m_open = !error.isError() || error.kind == StoreError::Kind::NotFound;
    Q_EMIT answered();
}

} // namespace SignIn
