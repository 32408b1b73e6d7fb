// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace SignIn::ExitCode {

// As documented in openrouter-key(1): scripts rely on them.
inline constexpr int Done = 0;
inline constexpr int Other = 1;
inline constexpr int Usage = 2;
inline constexpr int NoSuchKey = 3;
inline constexpr int KeychainUnavailable = 4;
inline constexpr int DeniedOrCanceled = 5;
inline constexpr int Network = 6;
inline constexpr int RefusedByServer = 7;
inline constexpr int UnusableOrTimedOut = 8;

// Those of `exec`, as env(1), nice(1) and their like have them.
inline constexpr int ExecFailed = 125;
inline constexpr int NotExecutable = 126;
inline constexpr int NotFound = 127;

/// Ended by signal 2 (Ctrl-C), as a shell reports it: 128 and its number.
inline constexpr int SignalBase = 128;
inline constexpr int Interrupted = SignalBase + 2;

} // namespace SignIn::ExitCode
