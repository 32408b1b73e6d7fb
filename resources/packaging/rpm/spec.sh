# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash

# To be sourced from the project's folder after scripts/dev/common.sh.

# write_rpm_spec FILE
write_rpm_spec() {
    cmake -D TEMPLATE="$PWD/resources/packaging/rpm/openrouter-signin.spec.in" -D FILE="$1" \
        -D RPM_DATE="$(LC_ALL=C date -u -d "@$(release_time)" +'%a %b %d %Y')" \
        -P resources/packaging/common/ConfigureTemplate.cmake
}
