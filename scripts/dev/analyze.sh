#!/bin/bash
# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

set -euo pipefail

usage() {
    cat <<'END'
Usage: scripts/dev/analyze.sh [--preset PRESET] [FILE ...]

Looks at the sources of lib and app, or at those that are named, with clang-tidy (.clang-tidy) and
clazy (level 1). Both must stay silent. Needs the preset dev, asan or release-tests to be built, and
takes the one that was configured last unless PRESET is given.
END
}

presets=(dev asan release-tests)
case "${1-}" in
--help | -h)
    usage
    exit
    ;;
--preset)
    [ $# -ge 2 ] || { usage >&2; exit 2; }
    presets=("$2")
    shift 2
    ;;
-*)
    usage >&2
    exit 2
    ;;
esac

exec </dev/null
cd "$(dirname "$0")/../.."
. scripts/dev/common.sh
. scripts/dev/packages.sh

# .clang-tidy is written for this version; others know other checks.
clang_tidy_version=14

# Most of the time goes into Qt's headers, so several files are looked at as one.
alone=()
together=9

mapfile -t needed < <(analysis_packages)
ensure_packages "${needed[@]}"
version=$(clang-tidy --version | sed -n 's/.*version \([0-9]*\)\..*/\1/p')
if [ "$version" != "$clang_tidy_version" ]; then
    echo "Not looked at: clang-tidy is $version here, .clang-tidy is for $clang_tidy_version."
    exit
fi
commands=
for preset in "${presets[@]}"; do
    file=build/$preset/compile_commands.json
    if [ -e "$file" ] && { [ -z "$commands" ] || [ "$file" -nt "$commands" ]; }; then
        commands=$file
    fi
done
[ -n "$commands" ] ||
    fail "Build the preset ${presets[0]} first: cmake --preset ${presets[0]} && cmake --build --preset ${presets[0]}"

# Writes build/analysis/*.cpp and what they are compiled with.
rm -rf build/analysis
mkdir build/analysis
if [ $# -gt 0 ]; then
    alone=("$@")
    together=0
fi
/usr/bin/python3 - "$PWD" "$commands" "$together" "${alone[@]}" <<'END'
import json, re, sys

root, commands, together, alone = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4:]


def sources(file):
    """The files that are compiled together with it, or it alone."""
    if "/Unity/" not in file:
        return [file]
    with open(file, encoding="utf-8") as unity:
        return re.findall(r'^#include "(.*)"$', unity.read(), re.MULTILINE)


groups = {}
with open(commands, encoding="utf-8") as file:
    entries = [(entry, name.removeprefix(root + "/")) for entry in json.load(file)
               for name in sources(entry["file"])]
for entry, name in entries:
    if not re.match(r"(lib|app)/.*\.cpp$", name):
        continue
    flags = re.sub(r" -(o|c|MT|MF) \S+| -MD\b|^\S*ccache ", "", entry["command"])
    if name in alone:
        groups[name] = (entry["directory"], flags, [name])
    elif together:
        groups.setdefault(flags, (entry["directory"], flags, []))[2].append(name)
    alone = [other for other in alone if other != name]
if alone:
    sys.exit("Not built: " + " ".join(alone))

commands = []
for directory, flags, names in groups.values():
    count = max(1, round(len(names) / (together or 1)))
    for part in range(count):
        unit = f"{root}/build/analysis/{len(commands)}.cpp"
        with open(unit, "w", encoding="utf-8") as file:
            file.writelines(f'#include "{root}/{name}" // NOLINT\n' for name in sorted(names)[part::count])
        commands.append({"directory": directory, "file": unit, "command": f"{flags} -c {unit}"})
with open("build/analysis/compile_commands.json", "w", encoding="utf-8") as file:
    json.dump(commands, file, indent=1)
END

# over_all COMMAND...: runs it for each of those files, as many at once as there are processors.
over_all() {
    printf '%s\0' build/analysis/*.cpp | xargs -0 -n 1 -P "$(nproc)" "$@" 2>&1 |
        { grep -v '^[0-9]* warnings\? generated\.$' || true; }
}

status=0
start=$SECONDS
over_all clang-tidy -p build/analysis --quiet --warnings-as-errors='*' || status=1
echo "clang-tidy: $((SECONDS - start)) s"

start=$SECONDS
over_all clazy-standalone -p build/analysis --checks=level1 --header-filter="^$PWD/(lib|app)/" \
    --extra-arg=-Werror --extra-arg=-Wno-unknown-warning-option || status=1
echo "clazy: $((SECONDS - start)) s"
exit "$status"
