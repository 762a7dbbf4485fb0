# SPDX-License-Identifier: Apache-2.0
# Compiler-wide settings: standard, warnings, hardening, sanitizers, output folders.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")
set(CMAKE_COLOR_DIAGNOSTICS ON)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "" FORCE)
endif()

include(CheckPIESupported)
check_pie_supported()

if(ZJ_CCACHE)
  find_program(ZJ_CCACHE_PROGRAM ccache)
  mark_as_advanced(ZJ_CCACHE_PROGRAM)
  if(ZJ_CCACHE_PROGRAM)
    # Paths below the source folder do not count, so that a new clone finds what an older one compiled.
    set(zj_launcher "${CMAKE_COMMAND}" -E env "CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}" CCACHE_NOHASHDIR=1 "${ZJ_CCACHE_PROGRAM}")
    set(CMAKE_C_COMPILER_LAUNCHER ${zj_launcher})
    set(CMAKE_CXX_COMPILER_LAUNCHER ${zj_launcher})
  endif()
endif()

# Our own code links this; third-party code does not. -Wnull-dereference and -Wconversion are left out: GCC 12 reports both inside
# inlined Boost and standard library code.
add_library(zhijian_warnings INTERFACE)
target_compile_options(zhijian_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wundef -Wformat=2
  $<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor -Woverloaded-virtual -Wold-style-cast -Wextra-semi>
  $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond -Wlogical-op>
  $<$<BOOL:${ZJ_WERROR}>:-Werror>)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # False positives of GCC 12's optimiser inside <string> and <variant>; Clang's and the sanitizers' findings stay.
  target_compile_options(zhijian_warnings INTERFACE
    -Wno-restrict -Wno-maybe-uninitialized -Wno-stringop-overflow -Wno-stringop-overread -Wno-array-bounds -Wno-dangling-pointer
    $<$<COMPILE_LANGUAGE:CXX>:-Wno-missing-field-initializers>)
else()
  # libstdc++ 12's std::stable_sort calls its own deprecated get_temporary_buffer, and Clang tells whoever sorts.
  target_compile_options(zhijian_warnings INTERFACE -Wno-missing-field-initializers -Wno-deprecated-declarations)
endif()

# Broken invariants stop the program, in release too.
add_compile_definitions($<$<COMPILE_LANGUAGE:CXX>:_GLIBCXX_ASSERTIONS>)
add_compile_options($<$<NOT:$<COMPILE_LANGUAGE:ASM>>:-fstack-protector-strong>)
if(CMAKE_BUILD_TYPE STREQUAL "Release" AND NOT ZJ_SANITIZE)
  add_compile_options($<$<NOT:$<COMPILE_LANGUAGE:ASM>>:-U_FORTIFY_SOURCE> $<$<NOT:$<COMPILE_LANGUAGE:ASM>>:-D_FORTIFY_SOURCE=2>)
endif()
add_link_options(-Wl,-z,relro -Wl,-z,now)

if(ZJ_SANITIZE)
  set(zj_sanitize "-fsanitize=${ZJ_SANITIZE}")
  add_compile_options($<$<NOT:$<COMPILE_LANGUAGE:ASM>>:${zj_sanitize}> $<$<NOT:$<COMPILE_LANGUAGE:ASM>>:-fno-sanitize-recover=all>)
  add_link_options(${zj_sanitize})
endif()
if(ZJ_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    message(FATAL_ERROR "ZJ_FUZZ needs Clang: use the preset, cmake --preset fuzz")
  endif()
  add_compile_options($<$<NOT:$<COMPILE_LANGUAGE:ASM>>:-fsanitize=fuzzer-no-link>)
endif()

find_program(ZJ_LLD NAMES ld.lld-19)
mark_as_advanced(ZJ_LLD)
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang" AND ZJ_LLD)
  add_link_options(-fuse-ld=lld)
endif()
