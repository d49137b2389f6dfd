# Each bench/bench_*.c is one program, built only when asked for: ninja bench_scan
file(GLOB bench_files CONFIGURE_DEPENDS bench/bench_*.c)
foreach(file ${bench_files})
  get_filename_component(name ${file} NAME_WE)
  add_executable(${name} EXCLUDE_FROM_ALL ${file})
  target_link_libraries(${name} PRIVATE tailor_core)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bench)
endforeach()
