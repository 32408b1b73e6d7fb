// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keyjob.h"

#include "storeoperation.h"

#include <OpenRouterAuth/clock.h>

namespace SignIn {

using namespace Qt::StringLiterals;

KeyJob::KeyJob(OpenRouterAuth::Clock *clock, QObject *parent)
    : QObject(parent)
{
    clock->callAfter(StoreOperation::SlowAfter, this, [this] {
        if (!m_finished)
            Q_EMIT slow();
    });
    clock->callAfter(StoreOperation::GiveUpAfter, this, [this] {
        finish({StoreError::Kind::NotResponding, u"no answer"_s});
    });
}

void KeyJob::finish(const StoreError &error)
{
    if (std::exchange(m_finished, true))
        return;
    m_error = error;
    Q_EMIT finished();
    deleteLater();
}

void KeyJob::finishLater(const StoreError &error)
{
    QMetaObject::invokeMethod(
        this, [this, error] { finish(error); }, Qt::QueuedConnection);
}

} // namespace SignIn
