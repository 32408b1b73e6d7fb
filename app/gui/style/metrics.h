// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace SignIn {

/// Distances in device-independent pixels, on a grid of 8.
namespace Metrics {
inline constexpr int Unit = 8;
inline constexpr int PageMargin = 32;
inline constexpr int CardPadding = 16;
inline constexpr int Gap = 16;
inline constexpr int ControlHeight = 40;
inline constexpr int SmallControlHeight = 32;
inline constexpr int BigControlHeight = 48;
inline constexpr int Radius = 8;
inline constexpr int MeterHeight = 6;
inline constexpr int FocusWidth = 2;
inline constexpr int FocusOffset = 2;
inline constexpr int FocusMargin = FocusWidth + FocusOffset;
} // namespace Metrics

} // namespace SignIn
