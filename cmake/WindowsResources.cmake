# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# add_windows_resources(TARGET NAME DESCRIPTION): gives the program NAME.exe its icon, version and
# manifest (DPI, UTF-8, no administrator rights). Does nothing elsewhere.
function(add_windows_resources target name description)
    if(NOT WIN32)
        return()
    endif()
    set(resources "${PROJECT_SOURCE_DIR}/resources")
    set(icon "${resources}/icons/openrouter-signin.ico")
    set(manifest "${CMAKE_CURRENT_BINARY_DIR}/${target}.manifest")
    configure_file("${resources}/windows/program.manifest.in" "${manifest}" @ONLY)
    configure_file("${resources}/windows/program.rc.in" "${CMAKE_CURRENT_BINARY_DIR}/${target}.rc"
        @ONLY)
    target_sources(${target} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}/${target}.rc")
    set_source_files_properties("${CMAKE_CURRENT_BINARY_DIR}/${target}.rc" PROPERTIES
        OBJECT_DEPENDS "${icon};${manifest}")
    if(MSVC)
        target_link_options(${target} PRIVATE /MANIFEST:NO) # ours is in the resources
    endif()
endfunction()
