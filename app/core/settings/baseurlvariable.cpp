// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "baseurlvariable.h"

namespace SignIn {

bool isBaseUrlGiven()
{
    const QString value = qEnvironmentVariable(BaseUrlVariable);
    return !value.isEmpty() && value == qEnvironmentVariable(GivenBaseUrlVariable);
}

QString ownBaseUrl()
{
    return isBaseUrlGiven() ? QString() : qEnvironmentVariable(BaseUrlVariable).trimmed();
}

} // namespace SignIn
