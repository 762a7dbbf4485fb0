# SPDX-License-Identifier: Apache-2.0
# Every third-party library, in one place. System packages come first; three sources that the reference distribution has only in
# older versions are built from build/download, where installer/deps puts them, verified.

set(ZJ_DOWNLOAD_DIR "${PROJECT_SOURCE_DIR}/build/download" CACHE PATH "Where installer/deps unpacks the pinned sources")

function(zj_missing what)
  message(FATAL_ERROR "${what} is missing, and Zhijian cannot be built without it.\n"
    "Run ./installer/deps (it installs everything the build needs), then configure again.")
endfunction()

macro(zj_find package)
  find_package(${package} ${ARGN} QUIET)
  if(NOT ${package}_FOUND)
    zj_missing("${package}")
  endif()
endmacro()

function(zj_pkg name module)
  pkg_check_modules(zj_${name} QUIET IMPORTED_TARGET "${module}")
  if(NOT TARGET PkgConfig::zj_${name})
    zj_missing("${module}")
  endif()
  add_library(zj_${name} INTERFACE)
  target_link_libraries(zj_${name} INTERFACE PkgConfig::zj_${name})
  add_library(zj::${name} ALIAS zj_${name})
endfunction()

function(zj_third_party name)
  add_library(zj_${name} INTERFACE)
  target_link_libraries(zj_${name} INTERFACE ${ARGN})
  add_library(zj::${name} ALIAS zj_${name})
endfunction()

find_package(PkgConfig QUIET)
if(NOT PKG_CONFIG_FOUND)
  zj_missing("pkg-config")
endif()

set(THREADS_PREFER_PTHREAD_FLAG ON)
zj_find(Threads)
zj_third_party(threads Threads::Threads)

zj_pkg(sodium "libsodium>=1.0.18")
zj_pkg(zstd "libzstd>=1.5")

zj_pkg(icu "icu-i18n>=70")

zj_find(OpenSSL 3.0)
zj_third_party(openssl OpenSSL::SSL OpenSSL::Crypto)

# Asio is told to leave out what is deprecated; system::result lives in the headers.
find_package(Boost 1.81 QUIET COMPONENTS json)
if(NOT Boost_FOUND)
  zj_missing("Boost 1.81 with Boost.JSON")
endif()
zj_third_party(boost Boost::headers zj::threads)
target_compile_definitions(zj_boost INTERFACE BOOST_ALL_NO_LIB)
zj_third_party(boost_json Boost::json zj::boost)

zj_find(fmt)
zj_third_party(fmt fmt::fmt)
zj_find(spdlog)
zj_third_party(spdlog spdlog::spdlog zj::fmt)
zj_find(CLI11)
zj_third_party(cli11 CLI11::CLI11)

# Previews of attachments (terminal/preview): only the sandboxed child links the decoders.
zj_pkg(poppler "poppler-cpp>=22")
zj_pkg(tiff "libtiff-4>=4.5")
zj_pkg(jpeg "libjpeg>=2")
zj_pkg(png "libpng>=1.6")
zj_pkg(seccomp "libseccomp>=2.5")

# Payroll and budget files (terminal/tables).
zj_pkg(zip "libzip>=1.7")
zj_pkg(expat "expat>=2.5") # 2.4 and later bound the expansion of entities by themselves; we refuse them anyway

# Papers as PDF (shared/paper).
zj_pkg(pangocairo "pangocairo>=1.50")
zj_pkg(cairo_pdf "cairo-pdf>=1.16")
zj_pkg(qrencode libqrencode)
if(ZJ_TESTS)
  zj_pkg(fontconfig fontconfig) # the tests release its caches to see leaks; it comes with pango
endif()


# SQLCipher: always ours. Optimised in every preset, since the interpreter is the slowest part of a debug run; undefined-behaviour
# checks are left to upstream, address checks stay.
set(zj_sqlcipher_dir "${ZJ_DOWNLOAD_DIR}/sqlcipher")
if(NOT EXISTS "${zj_sqlcipher_dir}/sqlite3.c")
  zj_missing("The SQLCipher source (build/download/sqlcipher)")
endif()
add_library(zj_sqlcipher STATIC "${zj_sqlcipher_dir}/sqlite3.c")
add_library(zj::sqlcipher ALIAS zj_sqlcipher)
target_include_directories(zj_sqlcipher SYSTEM PUBLIC "${zj_sqlcipher_dir}")
target_compile_definitions(zj_sqlcipher
  PUBLIC SQLITE_HAS_CODEC
  PRIVATE HAVE_STDINT_H=1 SQLCIPHER_CRYPTO_OPENSSL SQLITE_EXTRA_INIT=sqlcipher_extra_init
    SQLITE_EXTRA_SHUTDOWN=sqlcipher_extra_shutdown SQLITE_TEMP_STORE=3 SQLITE_ENABLE_FTS5 SQLITE_THREADSAFE=1 SQLITE_DQS=0
    SQLITE_DEFAULT_MEMSTATUS=0 SQLITE_OMIT_LOAD_EXTENSION)
target_compile_options(zj_sqlcipher PRIVATE -w -O2)
if(ZJ_SANITIZE MATCHES "undefined")
  target_compile_options(zj_sqlcipher PRIVATE -fno-sanitize=undefined)
endif()
target_link_libraries(zj_sqlcipher PRIVATE OpenSSL::Crypto zj::threads ${CMAKE_DL_LIBS} m)

if(ZJ_WINDOW)
  set(OpenGL_GL_PREFERENCE GLVND)
  zj_find(OpenGL)
  zj_find(glfw3 3.3)
  zj_pkg(freetype freetype2)
  set(zj_imgui_dir "${ZJ_DOWNLOAD_DIR}/imgui")
  if(NOT EXISTS "${zj_imgui_dir}/imgui.cpp")
    zj_missing("The Dear ImGui source (build/download/imgui)")
  endif()
  add_library(zj_imgui STATIC
    "${zj_imgui_dir}/imgui.cpp" "${zj_imgui_dir}/imgui_draw.cpp" "${zj_imgui_dir}/imgui_tables.cpp"
    "${zj_imgui_dir}/imgui_widgets.cpp" "${zj_imgui_dir}/misc/freetype/imgui_freetype.cpp"
    "${zj_imgui_dir}/backends/imgui_impl_glfw.cpp" "${zj_imgui_dir}/backends/imgui_impl_opengl3.cpp")
  add_library(zj::imgui ALIAS zj_imgui)
  target_include_directories(zj_imgui SYSTEM PUBLIC "${zj_imgui_dir}" "${zj_imgui_dir}/backends" "${zj_imgui_dir}/misc/freetype")
  target_compile_definitions(zj_imgui PUBLIC IMGUI_USE_WCHAR32 IMGUI_ENABLE_FREETYPE IMGUI_DISABLE_OBSOLETE_FUNCTIONS
    IMGUI_DISABLE_DEMO_WINDOWS IMGUI_DISABLE_DEBUG_TOOLS)
  target_compile_options(zj_imgui PRIVATE -w -O2)
  target_link_libraries(zj_imgui PUBLIC glfw OpenGL::GL zj::freetype)
endif()

if(ZJ_TESTS)
  find_package(Catch2 3 QUIET)
  if(NOT Catch2_FOUND)
    if(NOT EXISTS "${ZJ_DOWNLOAD_DIR}/catch2/CMakeLists.txt")
      zj_missing("Catch2 3 (build/download/catch2)")
    endif()
    add_subdirectory("${ZJ_DOWNLOAD_DIR}/catch2" "${PROJECT_BINARY_DIR}/catch2" EXCLUDE_FROM_ALL SYSTEM)
    target_compile_options(Catch2 PRIVATE -w)
    set_target_properties(Catch2 PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 20)
  endif()
endif()
