// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "outputpipe.h"

namespace SignIn {

OutputPipe::State OutputPipe::state()
{
    return State::Unknown;
}

} // namespace SignIn
