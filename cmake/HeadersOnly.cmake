# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# For OPENROUTER_SIGNIN_COMPILE_ONLY: the libraries that a Qt for another system lacks, as the headers
# of this Debian's packages. Everything compiles with them and nothing links.

# Copies, because nothing else of /usr/include may be seen by a compiler for another system.
set(headers "${PROJECT_BINARY_DIR}/headers")
foreach(header "/usr/include/${CMAKE_HOST_SYSTEM_PROCESSOR}-linux-gnu/qt6/QtNetworkAuth"
        /usr/include/qt6keychain /usr/include/qrencode.h)
    if(NOT EXISTS "${header}")
        message(FATAL_ERROR "${header} is missing; scripts/dev/packages.sh names its package")
    endif()
    file(COPY "${header}" DESTINATION "${headers}")
endforeach()

# A library of headers under the name that the real one has.
function(add_headers target)
    add_library(${target} INTERFACE IMPORTED)
    target_include_directories(${target} INTERFACE "${headers}" ${ARGN})
endfunction()
add_headers(Qt6::NetworkAuth "${headers}/QtNetworkAuth")
add_headers(Qt6Keychain::Qt6Keychain)
add_headers(PkgConfig::qrencode)
