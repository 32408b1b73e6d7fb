# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# The rules every target of this project is compiled with. They hold for the
# project's own sources only: linking the installed library imposes none of them.
add_library(signin_compile_rules INTERFACE)
target_compile_definitions(signin_compile_rules INTERFACE
    QT_NO_CAST_FROM_ASCII
    QT_NO_CAST_TO_ASCII
    QT_NO_CAST_FROM_BYTEARRAY
    QT_NO_URL_CAST_FROM_STRING
    QT_NO_KEYWORDS
    QT_NO_CONTEXTLESS_CONNECT
    QT_NO_NARROWING_CONVERSIONS_IN_CONNECT
)
if(MSVC)
    target_compile_options(signin_compile_rules INTERFACE /W4 /utf-8)
else()
    target_compile_options(signin_compile_rules INTERFACE
        -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual)
endif()

# Hardening of optimized builds, as distributions have it. MinGW's run-time library lacks some of it and
# Windows' and Apple's linkers have defaults of their own.
if(UNIX AND NOT APPLE)
    # Position independent programs, so that their addresses can be random.
    include(CheckPIESupported)
    check_pie_supported(LANGUAGES CXX)
    set(CMAKE_POSITION_INDEPENDENT_CODE ON)

    set(optimized "$<CONFIG:Release,RelWithDebInfo,MinSizeRel>")
    target_compile_options(signin_compile_rules INTERFACE "$<${optimized}:-fstack-protector-strong>")
    # A package builder's choice is kept: defining it twice is a warning.
    if(NOT "${CMAKE_CXX_FLAGS}" MATCHES "_FORTIFY_SOURCE")
        target_compile_options(signin_compile_rules INTERFACE
            "$<${optimized}:-U_FORTIFY_SOURCE;-D_FORTIFY_SOURCE=3>")
    endif()
    # What the dynamic linker has filled in cannot be written to afterwards.
    target_link_options(signin_compile_rules INTERFACE "$<${optimized}:LINKER:-z,relro,-z,now>")
endif()

# The programs wait for people, networks and keychains: what counts is how much is loaded. A package
# builder's -O2 comes before this; debuggers keep the flags of their build type.
add_library(signin_program_rules INTERFACE)
target_link_libraries(signin_program_rules INTERFACE signin_compile_rules)
if(NOT MSVC)
    target_compile_options(signin_program_rules INTERFACE "$<$<CONFIG:Release,None,>:-Os>")
endif()
