// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "secretclipboard.h"

#include "windowsmarks.h"

#include <OpenRouterAuth/clock.h>

#include <QClipboard>
#include <QCryptographicHash>
#include <QGuiApplication>
#include <QMimeData>

#if defined(Q_OS_MACOS) && QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
#include <QUtiMimeConverter>
#endif

#include <algorithm>
#include <map>

namespace SignIn {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// The marks by which clipboard managers know that a content is not for them.
std::map<QString, QByteArray> secretMarks()
{
#if defined(Q_OS_WIN)
    return windowsSecretMarks();
#elif defined(Q_OS_MACOS)
    return {{u"application/x-nspasteboard-concealed-type"_s, "secret"}};
#else
    return {{u"x-kde-passwordManagerHint"_s, "secret"}};
#endif
}

#if defined(Q_OS_MACOS) && QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
/// http://nspasteboard.org: the type itself is the message.
class ConcealedType final : public QUtiMimeConverter
{
public:
    bool canConvert(const QString &mime, const QString &uti) const override
    {
        return mime == mimeForUti(uti);
    }
    QString mimeForUti(const QString &uti) const override
    {
        return uti == "org.nspasteboard.ConcealedType"_L1
                   ? u"application/x-nspasteboard-concealed-type"_s
                   : QString();
    }
    QString utiForMime(const QString &mime) const override
    {
        return mime == "application/x-nspasteboard-concealed-type"_L1
                   ? u"org.nspasteboard.ConcealedType"_s
                   : QString();
    }
    QList<QByteArray> convertFromMime(const QString &, const QVariant &data,
                                      const QString &) const override
    {
        return {data.toByteArray()};
    }
    QVariant convertToMime(const QString &, const QList<QByteArray> &data,
                           const QString &) const override
    {
        return data.value(0);
    }
};
#endif

/// Holds the key in wiped memory until somebody pastes it.
class SecretMimeData final : public QMimeData
{
public:
    explicit SecretMimeData(OpenRouterAuth::Secret secret)
        : m_secret(std::move(secret))
        , m_marks(secretMarks())
    {}

    QStringList formats() const override
    {
        QStringList formats{u"text/plain"_s};
        for (const auto &[format, content] : m_marks)
            formats.append(format);
        return formats;
    }

    bool hasFormat(const QString &format) const override { return formats().contains(format); }

protected:
    QVariant retrieveData(const QString &format, QMetaType) const override
    {
        if (format == "text/plain"_L1)
            return m_secret.toString();
        const auto mark = m_marks.find(format);
        return mark == m_marks.end() ? QVariant() : QVariant(mark->second);
    }

private:
    const OpenRouterAuth::Secret m_secret;
    const std::map<QString, QByteArray> m_marks;
};

} // namespace

/// What is lent. Also the context of the timer that takes it back, which ends with it.
struct SecretClipboard::Copy : QObject
{
    QByteArray hash;
    std::chrono::milliseconds deadline{};
    bool overdue = false;
};

SecretClipboard::SecretClipboard(QClipboard *clipboard, std::chrono::seconds time,
                                 OpenRouterAuth::Clock *clock, QObject *parent)
    : QObject(parent)
    , m_clipboard(clipboard)
    , m_clock(clock)
    , m_time(time)
{
#if defined(Q_OS_MACOS) && QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    static const ConcealedType concealedType;
#endif
    connect(qGuiApp, &QGuiApplication::applicationStateChanged, this, [this](auto state) {
        if (m_copy && state == Qt::ApplicationActive && (isOverdue() || remaining() == 0s))
            expireOrWait();
    });
}

SecretClipboard::~SecretClipboard() = default;

void SecretClipboard::copy(const OpenRouterAuth::ApiKey &key)
{
    if (!m_clipboard)
        return;

    m_clipboard->setMimeData(new SecretMimeData(key.secret()), QClipboard::Clipboard);
    m_copy = std::make_unique<Copy>();
    m_copy->hash = QCryptographicHash::hash(key.secret().view(), QCryptographicHash::Sha256);
    m_copy->deadline = m_clock->elapsed() + m_time;
    m_clock->callAfter(m_time, m_copy.get(), [this] { expireOrWait(); });
    tick();
    Q_EMIT changed();
}

SecretClipboard::Outcome SecretClipboard::clearNow()
{
    if (!m_copy)
        return Outcome::Cleared;

    const Outcome outcome = tryToClear();
    if (outcome == Outcome::CouldNotClear)
        m_copy->overdue = true;
    else
        m_copy.reset();
    m_ticking.reset();
    Q_EMIT changed();
    Q_EMIT cleared(outcome);
    return outcome;
}

bool SecretClipboard::isOverdue() const
{
    return m_copy && m_copy->overdue;
}

std::chrono::seconds SecretClipboard::remaining() const
{
    if (!m_copy)
        return 0s;
    return std::max(0s,
                    std::chrono::ceil<std::chrono::seconds>(m_copy->deadline - m_clock->elapsed()));
}

void SecretClipboard::setWatched(bool watched)
{
    m_watchers += watched ? 1 : -1;
    tick();
}

bool SecretClipboard::isIgnoredByDesktop() const
{
    return QGuiApplication::platformName().startsWith("wayland"_L1)
           && QGuiApplication::applicationState() != Qt::ApplicationActive;
}

SecretClipboard::Outcome SecretClipboard::tryToClear()
{
    // What cannot be written cannot be read either then: what is there stays unknown.
    if (isIgnoredByDesktop())
        return Outcome::CouldNotClear;
    if (!holdsOurKey())
        return Outcome::ReplacedBySomethingElse;
    m_clipboard->clear(QClipboard::Clipboard);
    // Some clipboard managers put back what they have seen.
    return holdsOurKey() ? Outcome::CouldNotClear : Outcome::Cleared;
}

/// The timers of a system are not exact, and an overdue key waits for the next activation.
void SecretClipboard::expireOrWait()
{
    const auto left = m_copy->deadline - m_clock->elapsed();
    if (left > 0ms && !m_copy->overdue) {
        m_clock->callAfter(left, m_copy.get(), [this] { expireOrWait(); });
        return;
    }
    if (m_copy->overdue && isIgnoredByDesktop())
        return;
    clearNow();
}

/// Counts down while somebody looks; the next call comes when the shown number changes.
void SecretClipboard::tick()
{
    m_ticking.reset();
    if (m_watchers <= 0 || !isActive() || isOverdue())
        return;

    const auto left = m_copy->deadline - m_clock->elapsed();
    if (left <= 0ms) {
        expireOrWait();
        return;
    }
    m_ticking = std::make_unique<QObject>();
    const auto next = left % 1s;
    m_clock->callAfter(next > 0ms ? next : 1s, m_ticking.get(), [this] { tellTime(); });
}

void SecretClipboard::tellTime()
{
    tick();
    if (isActive())
        Q_EMIT changed();
}

bool SecretClipboard::holdsOurKey() const
{
    if (!m_clipboard)
        return false;
    const QMimeData *content = m_clipboard->mimeData(QClipboard::Clipboard);
    if (!content || !content->hasText())
        return false;
    const QString text = content->text();
    return text.size() <= OpenRouterAuth::ApiKey::MaximumSize
           && QCryptographicHash::hash(text.toUtf8(), QCryptographicHash::Sha256) == m_copy->hash;
}

} // namespace SignIn
