# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Completion of openrouter-key for fish. Keys come from the list of keys alone: no keychain is asked.

set -l commands login list default rename print copy exec env status mint rotate logout doctor help

function __openrouter_key_keys
    openrouter-key __complete 2>/dev/null
end

complete -c openrouter-key -f
complete -c openrouter-key -s q -l quiet -d 'Say nothing that is not needed'
complete -c openrouter-key -l debug -d 'Say what happens, without secrets'
complete -c openrouter-key -s h -l help -d 'Show help'
complete -c openrouter-key -n "not __fish_seen_subcommand_from $commands" -s v -l version -d 'Show the version'
complete -c openrouter-key -n "not __fish_seen_subcommand_from list default rename rotate logout doctor help" \
    -s k -l key -x -a '(__openrouter_key_keys)' -d 'The key'

for line in 'login	Sign in' 'list	List the keys' 'default	Make a key the default' \
        'rename	Give a key another label' 'print	Write the key to standard output' \
        'copy	Put the key into the clipboard' 'exec	Run a command with the key' \
        'env	Write a line for a shell' 'status	Ask the server about the key' \
        'mint	Make a further key' 'rotate	Renew a key' 'logout	Delete keys from the keychain' \
        'doctor	Say what works here' 'help	More about a command'
    set -l parts (string split \t $line)
    complete -c openrouter-key -n "not __fish_seen_subcommand_from $commands" -a $parts[1] -d $parts[2]
end

complete -c openrouter-key -n '__fish_seen_subcommand_from default rename rotate logout' -a '(__openrouter_key_keys)'
complete -c openrouter-key -n '__fish_seen_subcommand_from help' -a "$commands"
complete -c openrouter-key -n '__fish_seen_subcommand_from list print status mint login rotate doctor' -l json -d 'Write the result as JSON'
complete -c openrouter-key -n '__fish_seen_subcommand_from print exec env status' -l no-prompt -d 'Fail at once if the keychain is locked'

complete -c openrouter-key -n '__fish_seen_subcommand_from login rotate' -l browser -d 'Open a browser even over SSH'
complete -c openrouter-key -n '__fish_seen_subcommand_from login rotate' -l no-browser -d 'Show a link for any device'
complete -c openrouter-key -n '__fish_seen_subcommand_from login mint' -l label -x -d 'Label of the new key'
complete -c openrouter-key -n '__fish_seen_subcommand_from login mint rotate' -l workspace -x -d 'Workspace of the new key'
complete -c openrouter-key -n '__fish_seen_subcommand_from login rotate' -l require-workspace -d 'Allow no other workspace'
complete -c openrouter-key -n '__fish_seen_subcommand_from login' -l server -x -d 'Server of the new key'
complete -c openrouter-key -n '__fish_seen_subcommand_from login rotate' -l timeout -x -d 'Seconds to wait for approval'
complete -c openrouter-key -n '__fish_seen_subcommand_from login rotate' -l qr -d 'Show the link as a QR code'
complete -c openrouter-key -n '__fish_seen_subcommand_from login' -l with-key -d 'Take a key from standard input'
complete -c openrouter-key -n '__fish_seen_subcommand_from login' -l server -x -d 'Server for this one time'
complete -c openrouter-key -n '__fish_seen_subcommand_from login mint' -l print -d 'Write the key out, store it nowhere'
complete -c openrouter-key -n '__fish_seen_subcommand_from login mint' -l to -x -d 'Give it to this command'
complete -c openrouter-key -n '__fish_seen_subcommand_from login mint' -l store -x -a 'auto keychain pass' -d 'Where it is kept'
complete -c openrouter-key -n '__fish_seen_subcommand_from login mint' -l no-reminder -d 'With --print: go on without a list of keys'
complete -c openrouter-key -n '__fish_seen_subcommand_from exec' -x -a '(__fish_complete_subcommand --fcs-skip=2)'
complete -c openrouter-key -n '__fish_seen_subcommand_from print exec' -l credential -d 'Take the key from a credential of systemd'
complete -c openrouter-key -n '__fish_seen_subcommand_from exec env' -l env -x -d 'Name of the variable'
complete -c openrouter-key -n '__fish_seen_subcommand_from exec' -l for -x -a 'openai anthropic' -d 'Variables of other tools'
complete -c openrouter-key -n '__fish_seen_subcommand_from env' -l shell -x -a 'posix fish powershell' -d 'The shell'
complete -c openrouter-key -n '__fish_seen_subcommand_from env' -l unset -d 'Take the variables away'
complete -c openrouter-key -n '__fish_seen_subcommand_from status' -l check -d 'Exit with 8 if it is unusable'
complete -c openrouter-key -n '__fish_seen_subcommand_from mint' -l limit -x -d 'Credit limit in US dollars'
complete -c openrouter-key -n '__fish_seen_subcommand_from mint' -l reset -x -a 'daily weekly monthly' -d 'When the limit starts anew'
complete -c openrouter-key -n '__fish_seen_subcommand_from mint' -l expires -x -d 'When the key ends'
complete -c openrouter-key -n '__fish_seen_subcommand_from logout' -l all -d 'All keys'
complete -c openrouter-key -n '__fish_seen_subcommand_from logout' -s y -l yes -d 'Do not ask'
