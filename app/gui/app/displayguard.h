// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtGlobal>

namespace SignIn {

/// Ends the program with one sentence and exit code 1 where Qt would abort because it cannot show
/// windows: its plug-in is not installed, or the display does not answer. Exists while QApplication
/// is constructed, and holds back meanwhile what Qt says about plug-ins that it tries in vain.
class DisplayGuard
{
public:
    DisplayGuard();
    ~DisplayGuard();
    Q_DISABLE_COPY_MOVE(DisplayGuard)

private:
    QtMessageHandler m_previous;
};

} // namespace SignIn
