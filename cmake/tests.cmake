# Everything that is found by its name: tests/*/test_*.c, tests/*/test_*.py, tests/driver, tests/fuzz, bench.
pkg_check_modules(CHECK REQUIRED IMPORTED_TARGET check)
find_package(Python3 REQUIRED COMPONENTS Interpreter)

# Programs that may look into the rooms of the library.
function(score_program target source folder)
  add_executable(${target} ${source} ${ARGN})
  set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/${folder})
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/lib ${PROJECT_SOURCE_DIR}/lib/include)
  target_link_libraries(${target} PRIVATE score_static score_flags ${score_needs})
  target_compile_definitions(${target} PRIVATE SCORE_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
endfunction()

set(test_environment
  "SCORE_SOURCE=${PROJECT_SOURCE_DIR}" "SCORE_BUILD=${PROJECT_BINARY_DIR}" "SCORE_BIN=${PROJECT_BINARY_DIR}/score"
  "SCORE_CC=${CMAKE_C_COMPILER}" "SCORE_SANITIZE=${SCORE_SANITIZE}"
  "SCORE_CRITERIA_DIR=${PROJECT_SOURCE_DIR}/criteria" "CK_DEFAULT_TIMEOUT=60" "UBSAN_OPTIONS=print_stacktrace=1" "PYTHONDONTWRITEBYTECODE=1")
function(score_test_settings name)
  set_tests_properties(${name} PROPERTIES ENVIRONMENT "${test_environment}" TIMEOUT ${SCORE_TEST_TIMEOUT})
endfunction()

if(NOT SCORE_FUZZ)
file(GLOB test_sources CONFIGURE_DEPENDS tests/*/test_*.c)
foreach(source ${test_sources})
  cmake_path(GET source STEM stem)
  cmake_path(GET source PARENT_PATH folder)
  cmake_path(GET folder FILENAME folder)
  score_program(${stem} ${source} tests)
  target_link_libraries(${stem} PRIVATE PkgConfig::CHECK)
  # Check's own macros leave the variadic part empty.
  target_compile_options(${stem} PRIVATE $<$<C_COMPILER_ID:Clang>:-Wno-gnu-zero-variadic-macro-arguments>)
  add_test(NAME ${folder}/${stem} COMMAND ${stem})
  score_test_settings(${folder}/${stem})
endforeach()

file(GLOB test_scripts CONFIGURE_DEPENDS tests/*/test_*.py)
foreach(script ${test_scripts})
  cmake_path(GET script STEM stem)
  cmake_path(GET script PARENT_PATH folder)
  cmake_path(GET folder FILENAME folder)
  add_test(NAME ${folder}/${stem} COMMAND ${Python3_EXECUTABLE} ${script})
  score_test_settings(${folder}/${stem})
  set_tests_properties(${folder}/${stem} PROPERTIES LABELS ${folder})
endforeach()

file(GLOB driver_sources CONFIGURE_DEPENDS tests/driver/*.c)
foreach(source ${driver_sources})
  cmake_path(GET source STEM stem)
  score_program(driver_${stem} ${source} driver)
  set_target_properties(driver_${stem} PROPERTIES OUTPUT_NAME ${stem})
endforeach()

file(GLOB bench_sources CONFIGURE_DEPENDS bench/*.c)
foreach(source ${bench_sources})
  cmake_path(GET source STEM stem)
  score_program(bench_${stem} ${source} bench)
  set_target_properties(bench_${stem} PROPERTIES OUTPUT_NAME ${stem})
endforeach()

endif()

# A fuzz target is a libFuzzer program under SCORE_FUZZ, and otherwise a test that its whole corpus passes.
file(GLOB fuzz_sources CONFIGURE_DEPENDS tests/fuzz/fuzz_*.c)
set(replay ${PROJECT_SOURCE_DIR}/tests/fuzz/replay.c)
foreach(source ${fuzz_sources})
  cmake_path(GET source STEM stem)
  if(SCORE_FUZZ)
    score_program(${stem} ${source} fuzz)
    target_link_options(${stem} PRIVATE -fsanitize=fuzzer)
  elseif(EXISTS ${replay})
    score_program(${stem} ${source} fuzz ${replay})
    string(REGEX REPLACE "^fuzz_" "" corpus ${stem})
    file(GLOB seeds CONFIGURE_DEPENDS tests/fuzz/corpus/${corpus}/* tests/fuzz/corpus/${stem}/*)
    if(seeds)
      add_test(NAME fuzz/${stem} COMMAND ${stem} ${seeds})
      score_test_settings(fuzz/${stem})
    endif()
  endif()
endforeach()
