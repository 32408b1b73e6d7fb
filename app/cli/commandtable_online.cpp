// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "commandtable.h"

#include "commands/copy.h"
#include "commands/default.h"
#include "commands/doctor.h"
#include "commands/env.h"
#include "commands/exec.h"
#include "commands/list.h"
#include "commands/login.h"
#include "commands/logout.h"
#include "commands/mint.h"
#include "commands/print.h"
#include "commands/rename.h"
#include "commands/rotate.h"
#include "commands/status.h"

#include <array>

namespace SignIn {

using namespace Qt::StringLiterals;

CommandTable commandTable()
{
    static constexpr std::array rows{
        CommandTable::Row{"login"_L1, CommandTable::make<LoginCommand>},
        CommandTable::Row{"list"_L1, CommandTable::make<ListCommand>},
        CommandTable::Row{"default"_L1, CommandTable::make<DefaultCommand>},
        CommandTable::Row{"rename"_L1, CommandTable::make<RenameCommand>},
        CommandTable::Row{"print"_L1, CommandTable::make<PrintCommand>},
        CommandTable::Row{"copy"_L1, CommandTable::make<CopyCommand>},
        CommandTable::Row{"exec"_L1, CommandTable::make<ExecCommand>},
        CommandTable::Row{"env"_L1, CommandTable::make<EnvCommand>},
        CommandTable::Row{"status"_L1, CommandTable::make<StatusCommand>},
        CommandTable::Row{"mint"_L1, CommandTable::make<MintCommand>},
        CommandTable::Row{"rotate"_L1, CommandTable::make<RotateCommand>},
        CommandTable::Row{"logout"_L1, CommandTable::make<LogoutCommand>},
        CommandTable::Row{"doctor"_L1, CommandTable::make<DoctorCommand>},
    };
    return {rows, true};
}

} // namespace SignIn
