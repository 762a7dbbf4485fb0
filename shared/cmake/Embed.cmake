# SPDX-License-Identifier: Apache-2.0
# zj_embed(<target> <name> [BASE dir] <files…>)
#
# Puts files into the read-only data of <target> and gives it the header "<name>_embed.hpp":
#
#   namespace zj::embed::<name> {
#     struct File { std::string_view name; std::string_view bytes; };
#     std::span<const File> files();                              // in the order given
#     std::optional<std::string_view> find(std::string_view name);
#   }
#
# A file's name is its path below BASE (by default assets/), or its bare name if it lies elsewhere. The assembler's .incbin reads
# the files, so that megabytes cost no compile time; a changed file is assembled again. A zero byte follows each file.

function(zj_embed target name)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "BASE" "")
  if(NOT TARGET ${target})
    return() # left out by zj_check_deps
  endif()
  if(NOT arg_BASE)
    set(arg_BASE "${PROJECT_SOURCE_DIR}/assets")
  endif()
  get_filename_component(base "${arg_BASE}" ABSOLUTE)
  set(symbol "zj_embed_${name}")
  set(assembly "")
  set(externs "")
  set(entries "")
  set(paths "")
  set(index 0)
  foreach(file IN LISTS arg_UNPARSED_ARGUMENTS)
    get_filename_component(path "${file}" ABSOLUTE)
    if(NOT EXISTS "${path}")
      message(FATAL_ERROR "zj_embed(${target} ${name}): no file ${path}")
    endif()
    list(APPEND paths "${path}")
    cmake_path(IS_PREFIX base "${path}" NORMALIZE below)
    if(below)
      file(RELATIVE_PATH key "${base}" "${path}")
    else()
      get_filename_component(key "${path}" NAME)
    endif()
    set(s "${symbol}_${index}")
    string(APPEND assembly
      ".balign 16\n.global ${s}_begin\n.hidden ${s}_begin\n${s}_begin:\n.incbin \"${path}\"\n"
      ".global ${s}_end\n.hidden ${s}_end\n${s}_end:\n.byte 0\n")
    string(APPEND externs "extern const char ${s}_begin[];\nextern const char ${s}_end[];\n")
    string(APPEND entries
      "        File{\"${key}\", {${s}_begin, static_cast<std::size_t>(${s}_end - ${s}_begin)}},\n")
    math(EXPR index "${index} + 1")
  endforeach()
  set(dir "${CMAKE_CURRENT_BINARY_DIR}/embed")
  file(CONFIGURE OUTPUT "${dir}/${name}_embed.S" @ONLY CONTENT ".section .rodata,\"a\",@progbits
@assembly@.section .note.GNU-stack,\"\",@progbits
")
  file(CONFIGURE OUTPUT "${dir}/${name}_embed.hpp" @ONLY CONTENT "// Written by zj_embed; do not edit.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

extern \"C\" {
@externs@}

namespace zj::embed::@name@ {

struct File {
    std::string_view name;
    std::string_view bytes;
};

inline std::span<const File> files() {
    static const std::array<File, @index@> all{{
@entries@    }};
    return all;
}

inline std::optional<std::string_view> find(std::string_view name) {
    for (const File& file : files()) {
        if (file.name == name) {
            return file.bytes;
        }
    }
    return std::nullopt;
}

}  // namespace zj::embed::@name@
")
  set_source_files_properties("${dir}/${name}_embed.S" PROPERTIES OBJECT_DEPENDS "${paths}")
  target_sources(${target} PRIVATE "${dir}/${name}_embed.S")
  target_include_directories(${target} SYSTEM PUBLIC "${dir}")
endfunction()
