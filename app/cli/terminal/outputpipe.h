// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace SignIn::OutputPipe {

/// What the system tells about the pipe behind standard output.
enum class State {
    Unknown,    ///< It is not a pipe, or the system does not tell (all but Linux).
    Unread,     ///< There are bytes in it.
    Read,       ///< Every byte was read.
    ReaderGone, ///< There are bytes in it that will not be read.
};

[[nodiscard]] State state();

} // namespace SignIn::OutputPipe
