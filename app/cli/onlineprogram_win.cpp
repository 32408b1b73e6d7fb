// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "onlineprogram.h"

#include <QDir>

#include <string>

#include <qt_windows.h>

namespace SignIn {

namespace {

/// Ctrl-C goes to every program of the console. What the other one makes of it is its own business;
/// this one waits for its exit code.
BOOL WINAPI leaveToTheOther(DWORD event)
{
    return event == CTRL_C_EVENT || event == CTRL_BREAK_EVENT;
}

/// Ends the other program with this one, but not what that starts: a browser, for example.
HANDLE makeJob()
{
    const HANDLE job = ::CreateJobObjectW(nullptr, nullptr);
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits = {};
    limits.BasicLimitInformation.LimitFlags =
        JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE | JOB_OBJECT_LIMIT_SILENT_BREAKAWAY_OK;
    if (job)
        ::SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limits, sizeof(limits));
    return job;
}

QString words(DWORD error)
{
    QString text = qt_error_string(int(error));
    while (text.endsWith(u'.'))
        text.chop(1);
    return text;
}

} // namespace

OnlineProgram::Outcome OnlineProgram::start(const QString &filePath)
{
    const std::wstring path = QDir::toNativeSeparators(filePath).toStdWString();
    // The call as it came, with the name by which this program was called.
    std::wstring call(::GetCommandLineW());
    STARTUPINFOW startup = {};
    startup.cb = sizeof(startup);
    startup.dwFlags = STARTF_USESTDHANDLES;
    startup.hStdInput = ::GetStdHandle(STD_INPUT_HANDLE);
    startup.hStdOutput = ::GetStdHandle(STD_OUTPUT_HANDLE);
    startup.hStdError = ::GetStdHandle(STD_ERROR_HANDLE);
    PROCESS_INFORMATION process = {};

    ::SetConsoleCtrlHandler(leaveToTheOther, TRUE);
    // Never closed: that would end the other program, and the end of this one closes it.
    const HANDLE job = makeJob();
    if (!::CreateProcessW(path.c_str(), call.data(), nullptr, nullptr, TRUE, CREATE_SUSPENDED,
                          nullptr, nullptr, &startup, &process)) {
        return {-1, words(::GetLastError())};
    }
    if (job)
        ::AssignProcessToJobObject(job, process.hProcess);
    ::ResumeThread(process.hThread);
    ::WaitForSingleObject(process.hProcess, INFINITE);
    DWORD exitCode = 0;
    ::GetExitCodeProcess(process.hProcess, &exitCode);
    ::CloseHandle(process.hThread);
    ::CloseHandle(process.hProcess);
    return {int(exitCode), {}};
}

} // namespace SignIn
