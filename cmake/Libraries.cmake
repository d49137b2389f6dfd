# The libraries of docs/dependencies.md. On a cross build to macOS their
# headers and stubs are given by cmake/mac-stubs (see that folder's README).
if(CMAKE_CROSSCOMPILING)
  set(tailor_libraries ${TAILOR_CROSS_LIBRARIES})
  return()
endif()
find_package(PkgConfig REQUIRED)
set(tailor_libraries)
foreach(module sqlite3 libarchive zlib libpcre2-8 libcrypto)
  pkg_check_modules(${module} REQUIRED IMPORTED_TARGET ${module})
  list(APPEND tailor_libraries PkgConfig::${module})
endforeach()
# The probe's: TLS, and questions to the name server itself.
foreach(module openssl libcares)
  pkg_check_modules(${module} REQUIRED IMPORTED_TARGET ${module})
  list(APPEND tailor_libraries PkgConfig::${module})
endforeach()
# One exchange of HTTP as a Mac has it with Apple: its headers; the library is loaded when it is used (net/fetch_library.h).
pkg_check_modules(libcurl REQUIRED libcurl)
include_directories(SYSTEM ${libcurl_INCLUDE_DIRS})
list(APPEND tailor_libraries ${CMAKE_DL_LIBS})
# Optional: gunzip with ISA-L is more than twice as fast as zlib.
pkg_check_modules(libisal IMPORTED_TARGET libisal)
if(libisal_FOUND)
  list(APPEND tailor_libraries PkgConfig::libisal)
  add_compile_definitions(TAILOR_HAVE_ISAL=1)
else()
  add_compile_definitions(TAILOR_HAVE_ISAL=0)
endif()
