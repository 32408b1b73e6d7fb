# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A desktop of its own for the tests and the demonstration: bus, keychain, display, browser."""
