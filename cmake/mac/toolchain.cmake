# Cross build to macOS with zig: `make mac` (scripts/mac-cross) prepares what this needs.
#   ZIG        the zig program
#   MAC_ROOT   folder with include/ (headers of the libraries) and lib/ (.tbd stubs: names only, nothing to run)
#   MAC_ARCH   aarch64 or x86_64
# What this proves: the code compiles and links for macOS. It runs nothing.
set(CMAKE_SYSTEM_NAME Darwin)
set(CMAKE_SYSTEM_VERSION 21)
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES ZIG MAC_ROOT MAC_ARCH)
foreach(variable ZIG MAC_ROOT)
  if(NOT ${variable})
    set(${variable} $ENV{${variable}})
  endif()
endforeach()
set(CMAKE_SYSTEM_PROCESSOR ${MAC_ARCH})
set(CMAKE_C_COMPILER ${ZIG} cc -target ${MAC_ARCH}-macos.11.0)
set(CMAKE_AR ${MAC_ROOT}/bin/ar)
set(CMAKE_RANLIB ${MAC_ROOT}/bin/ranlib)
set(CMAKE_C_COMPILER_WORKS TRUE)
set(CMAKE_OSX_ARCHITECTURES "")
set(CMAKE_OSX_SYSROOT "")
set(CMAKE_C_FLAGS_INIT "-isystem ${MAC_ROOT}/include")
set(CMAKE_EXE_LINKER_FLAGS_INIT "-L${MAC_ROOT}/lib")
set(TAILOR_CROSS_LIBRARIES -lsqlite3 -larchive -lz -lpcre2-8 -lcrypto)
add_compile_definitions(TAILOR_HAVE_ISAL=0)
list(APPEND TAILOR_CROSS_LIBRARIES -lssl -lcrypto -lcares) # the probe's
