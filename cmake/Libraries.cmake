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
# HTTP and TLS of the practice signing server.
pkg_check_modules(libmicrohttpd REQUIRED IMPORTED_TARGET libmicrohttpd)
list(APPEND tailor_libraries PkgConfig::libmicrohttpd)
# Optional: gunzip with ISA-L is more than twice as fast as zlib.
pkg_check_modules(libisal IMPORTED_TARGET libisal)
if(libisal_FOUND)
  list(APPEND tailor_libraries PkgConfig::libisal)
  add_compile_definitions(TAILOR_HAVE_ISAL=1)
else()
  add_compile_definitions(TAILOR_HAVE_ISAL=0)
endif()
