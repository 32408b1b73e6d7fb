// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "onlineprogram.h"
#include "terminal/processsetup.h"

#include <QFile>

#include <cerrno>
#include <cstring>
#include <unistd.h>
#include <vector>

namespace SignIn {

OnlineProgram::Outcome OnlineProgram::start(const QString &filePath)
{
    // With the name by which this one was called, and byte by byte: an argument need not be text.
    std::vector<char *> arguments;
    for (const QByteArray &argument : ProcessSetup::arguments())
        // execv() changes nothing; its type is older than const.
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast)
        arguments.push_back(const_cast<char *>(argument.constData()));
    arguments.push_back(nullptr);

    ProcessSetup::restore();
    ::execv(QFile::encodeName(filePath).constData(), arguments.data());
    const int error = errno;
    ProcessSetup::protect();
    return {-1, QString::fromLocal8Bit(std::strerror(error))};
}

} // namespace SignIn
