// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QIODevice>

#include <algorithm>

namespace OpenRouterAuth {

/// A request body that can be read once.
///
/// QNetworkAccessManager sends a POST again by itself when the connection closes without an answer,
/// which burns a single-use code. It cannot do so with a body that it cannot rewind, and how much
/// was read tells whether anything of the body left at all.
class UploadBody final : public QIODevice
{
public:
    explicit UploadBody(QByteArray bytes)
        : m_bytes(std::move(bytes))
    {
        open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    }

    ~UploadBody() override { m_bytes.fill('\0'); }

    [[nodiscard]] bool isSequential() const override { return true; }
    /// Qt tries, to send the body again. QIODevice would print a warning each time.
    bool seek(qint64) override { return false; }
    bool reset() override { return false; }
    [[nodiscard]] bool wasRead() const { return m_position > 0; }

    [[nodiscard]] qint64 bytesAvailable() const override
    {
        return m_bytes.size() - m_position + QIODevice::bytesAvailable();
    }

protected:
    qint64 readData(char *data, qint64 maximumSize) override
    {
        const qint64 size = std::min<qint64>(maximumSize, m_bytes.size() - m_position);
        if (size <= 0)
            return -1;
        std::copy_n(m_bytes.constData() + m_position, size, data);
        m_position += size;
        return size;
    }

    qint64 writeData(const char *, qint64) override { return -1; }

private:
    QByteArray m_bytes;
    qint64 m_position = 0;
};

} // namespace OpenRouterAuth
