#!/bin/sh
# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

set -eu

usage() {
    cat <<'END'
Usage: ./install.sh --user
       ./install.sh --uninstall

--user       Adds OpenRouter Sign-in to your menu and openrouter-signin and openrouter-key to
             ~/.local/bin, as links to this folder, which has to stay where it is. After it was
             moved or replaced by a newer one, do it again.
--uninstall  Takes exactly that away again. Keys stay in the keychain: sign out before with
             openrouter-key logout --all
END
}

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

tree=$(cd "$(dirname "$0")" && pwd -P)
: "${HOME:?}"
data=${XDG_DATA_HOME:-$HOME/.local/share}
# What was made, one a line: "folder PATH", "link PATH" or "entry PATH"; on the first line, for whom.
record=$data/openrouter-signin/portable-install

# link_targets: what is linked to, as paths in this folder.
link_targets() {
    (cd "$tree" && find bin share/icons share/man share/metainfo share/bash-completion share/fish \
        -type f ! -name qt.conf)
}

# place PATH: where the link to a path in this folder goes.
place() {
    case "$1" in
    bin/*) printf '%s\n' "$HOME/.local/$1" ;;
    share/*) printf '%s\n' "$data/${1#share/}" ;;
    esac
}

# make_folder PATH: with those above it; each that was missing is recorded.
make_folder() {
    [ ! -d "$1" ] || return 0
    make_folder "$(dirname "$1")"
    mkdir "$1"
    note "folder $1"
}

# note LINE: its own folder is made before the record can be written.
noted="tree $tree"
note() {
    noted="$noted
$1"
    [ ! -d "$(dirname "$record")" ] || printf '%s\n' "$noted" >"$record"
}

# escaped: standard input as it has to stand in quotes in an entry's Exec.
escaped() {
    sed -e 's/[\\"`$]/\\&/g' -e 's/\\/\\\\/g' -e 's/%/%%/g'
}

write_entry() {
    while IFS= read -r line; do
        case "$line" in
        # Not by name: a desktop that was started before ~/.local/bin was made does not look there.
        # Not in this folder, whose name may have a % in it, which GLib does not understand.
        Exec=*) printf 'Exec="%s"\n' "$(printf '%s' "$HOME/.local/bin/${line#Exec=}" | escaped)" ;;
        *) printf '%s\n' "$line" ;;
        esac
    done
}

# The menu's programs look for new icons in a folder whose time has changed.
refresh_menu() {
    [ ! -d "$data/icons/hicolor" ] || touch "$data/icons/hicolor"
}

install_for_user() {
    case "$tree$HOME$data" in
    *"
"*) fail "The name of this folder or of yours has a line break in it: give it another one." ;;
    esac
    [ ! -e "$record" ] || uninstall
    desktop_file=$(cd "$tree/share" && echo applications/*.desktop)
    { link_targets && echo "share/$desktop_file"; } | while IFS= read -r target; do
        path=$(place "$target")
        if [ -e "$path" ] || [ -L "$path" ]; then
            fail "$path is there already and was not made by this: remove it or give it another name."
        fi
    done

    make_folder "$(dirname "$record")"
    make_folder "$HOME/.local/bin"
    entry=$data/$desktop_file
    make_folder "$(dirname "$entry")"
    note "entry $entry"
    write_entry <"$tree/share/$desktop_file" >"$entry"
    targets=$(link_targets)
    # Not in a pipe, which would keep what is noted to itself.
    while IFS= read -r target; do
        path=$(place "$target")
        make_folder "$(dirname "$path")"
        note "link $path"
        ln -s "$tree/$target" "$path"
    done <<END
$targets
END
    refresh_menu
    echo "Added. Keep $tree where it is."
    case ":${PATH-}:" in
    *:"$HOME/.local/bin":*) ;;
    *) echo "Your shell does not look into $HOME/.local/bin: add it to PATH, or log in again." ;;
    esac
}

uninstall() {
    made=$(cat "$record")
    made_from=$(printf '%s\n' "$made" | sed -n 's/^tree //p')
    printf '%s\n' "$made" | while read -r what path; do
        case "$what" in
        entry) rm -f "$path" ;;
        link)
            # Unless somebody else has put something there since.
            case "$(readlink "$path" || true)" in "$made_from"/*) rm "$path" ;; esac
            ;;
        esac
    done
    refresh_menu
    rm "$record"
    # The last one that was made first; one that is used by others by now stays.
    printf '%s\n' "$made" | sed -n '1!G;h;$p' | sed -n 's/^folder //p' | while IFS= read -r path; do
        rmdir "$path" 2>/dev/null || true
    done
}

case "${1-}" in
--user) install_for_user ;;
--uninstall)
    [ -e "$record" ] || fail "There is nothing to take away."
    uninstall
    ;;
--help | -h) usage ;;
*)
    usage >&2
    exit 2
    ;;
esac
