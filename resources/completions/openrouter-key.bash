# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash

# Completion of openrouter-key for bash. Keys come from the list of keys alone: no keychain is asked.

_openrouter_key_keys() {
    local name description
    while IFS=$'\t' read -r name description; do
        if [[ $name == "$1"* ]]; then
            printf -v name '%q' "$name"
            COMPREPLY+=("$name")
        fi
    done < <(openrouter-key __complete 2>/dev/null)
}

_openrouter_key() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    local command='' word i
    local commands='login list default rename print copy exec env status mint rotate logout doctor help'
    local options='--quiet --debug --help'
    COMPREPLY=()

    for ((i = 1; i < COMP_CWORD; ++i)); do
        word=${COMP_WORDS[i]}
        case $word in
        -k | --key) ((++i)) ;;
        -*) ;;
        *)
            command=$word
            break
            ;;
        esac
    done

    # What the shell puts into quotes is compared without them.
    current=${current#[\"\']}
    case $previous in
    -k | --key)
        _openrouter_key_keys "$current"
        return
        ;;
    --shell)
        mapfile -t COMPREPLY < <(compgen -W 'posix fish powershell' -- "$current")
        return
        ;;
    --for)
        mapfile -t COMPREPLY < <(compgen -W 'openai anthropic' -- "$current")
        return
        ;;
    --store)
        mapfile -t COMPREPLY < <(compgen -W 'auto keychain pass' -- "$current")
        return
        ;;
    --reset)
        mapfile -t COMPREPLY < <(compgen -W 'daily weekly monthly' -- "$current")
        return
        ;;
    --to)
        mapfile -t COMPREPLY < <(compgen -c -- "$current")
        return
        ;;
    --label | --workspace | --server | --timeout | --limit | --expires | --env)
        return
        ;;
    esac

    case $command in
    '')
        options+=' --key --version'
        [[ $current == -* ]] || options=$commands
        ;;
    login) options+=' --browser --no-browser --label --workspace --require-workspace --server --timeout --qr --with-key --print --no-reminder --to --store --key --json' ;;
    rotate)
        options+=' --browser --no-browser --workspace --require-workspace --timeout --qr --json'
        if [[ $current != -* ]]; then
            _openrouter_key_keys "$current"
            return
        fi
        ;;
    list | doctor) options+=' --json' ;;
    default | logout)
        [[ $command == logout ]] && options+=' --all --yes'
        if [[ $current != -* ]]; then
            _openrouter_key_keys "$current"
            return
        fi
        ;;
    rename)
        if [[ $current != -* && $((COMP_CWORD - i)) -eq 1 ]]; then
            _openrouter_key_keys "$current"
            return
        fi
        ;;
    print) options+=' --key --no-prompt --credential --json' ;;
    copy) options+=' --key' ;;
    exec)
        # From the command on it is the command's completion.
        for ((++i; i < COMP_CWORD; ++i)); do
            case ${COMP_WORDS[i]} in
            -k | --key | --env | --for) ((++i)) ;;
            --)
                ((++i))
                break
                ;;
            -*) ;;
            *) break ;;
            esac
        done
        if declare -F _command_offset >/dev/null && ((i <= COMP_CWORD)) && [[ $current != -* || ${COMP_WORDS[i - 1]} == -- ]]; then
            _command_offset "$i"
            return
        fi
        [[ $current == -* ]] || {
            mapfile -t COMPREPLY < <(compgen -c -- "$current")
            return
        }
        options+=' --key --no-prompt --credential --env --for'
        ;;
    env) options+=' --key --no-prompt --shell --env --unset' ;;
    status) options+=' --key --no-prompt --check --json' ;;
    mint) options+=' --label --limit --reset --expires --workspace --print --no-reminder --to --store --key --json' ;;
    help) options=$commands ;;
    *) options='' ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$current")
}

complete -F _openrouter_key openrouter-key
