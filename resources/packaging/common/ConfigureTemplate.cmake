# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Fills in a template, for scripts that make packages:
#
#     cmake -D TEMPLATE=… -D FILE=… [-D NAME=VALUE …] -P ConfigureTemplate.cmake
#
# @NAME@ stands for what Identity.cmake and Release.cmake set or -D gives, @PROJECT_VERSION@ for the
# version in project() unless -D gives it.

set(project_folder "${CMAKE_CURRENT_LIST_DIR}/../../..")
include("${project_folder}/cmake/Identity.cmake")
include("${project_folder}/cmake/Release.cmake")
if(NOT DEFINED PROJECT_VERSION)
    file(STRINGS "${project_folder}/CMakeLists.txt" project REGEX "^project\\(")
    if(NOT project MATCHES " VERSION ([0-9.]+)")
        message(FATAL_ERROR "CMakeLists.txt does not say the version")
    endif()
    set(PROJECT_VERSION "${CMAKE_MATCH_1}")
endif()

file(READ "${TEMPLATE}" text)
string(REGEX MATCHALL "@[A-Z_]+@" places "${text}")
foreach(place IN LISTS places)
    string(REPLACE "@" "" name "${place}")
    if(NOT DEFINED ${name})
        message(FATAL_ERROR "${TEMPLATE}: nobody says what ${place} is")
    endif()
endforeach()
configure_file("${TEMPLATE}" "${FILE}" @ONLY)
