# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Who publishes this program. A publisher changes these lines and nothing else:
# every desktop file, installer and about box is made from them.
set(SIGNIN_APPLICATION_ID "io.github.openrouter_signin.SignIn")
set(SIGNIN_APPLICATION_NAME "OpenRouter Sign-in")
set(SIGNIN_VENDOR "OpenRouter Sign-in contributors")
set(SIGNIN_HOMEPAGE "https://github.com/openrouter-signin/openrouter-signin")
set(SIGNIN_CONTACT "https://github.com/openrouter-signin/openrouter-signin/issues")
set(SIGNIN_EMAIL "openrouter-signin@users.noreply.github.com") # Debian packages must name one
set(SIGNIN_BUNDLE_ID "io.github.openrouter-signin.SignIn")
set(SIGNIN_WINDOWS_UPGRADE_CODE "7B0C4B0E-5B7C-4E6B-9C3B-1D1A5C0E2F64")
