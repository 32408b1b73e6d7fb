# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Day of the release, as in CHANGELOG.md. The version is in project().
set(SIGNIN_RELEASE_DATE "2026-11-24")
