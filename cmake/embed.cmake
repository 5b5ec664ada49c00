# A file as a C array in a source of the build directory: cmake -DFILE=IN -DSOURCE=OUT.c -DNAME=score__x -P embed.cmake
# Included, it gives score_embed(list file name): adds the source to `list`, rebuilt when the file changes.
if(CMAKE_SCRIPT_MODE_FILE)
  file(READ "${FILE}" bytes HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
  string(REGEX REPLACE "(................................................................................)" "\\1\n  " bytes "${bytes}")
  get_filename_component(from "${FILE}" NAME)
  file(WRITE "${SOURCE}" "/* ${from} as it is, and a NUL after it. */\n#include <stddef.h>\n\n"
    "extern const unsigned char ${NAME}[];\nextern const size_t ${NAME}_size;\n"
    "const unsigned char ${NAME}[] = {\n  ${bytes}0x00};\nconst size_t ${NAME}_size = sizeof ${NAME} - 1;\n")
  return()
endif()

set(score_embed_script ${CMAKE_CURRENT_LIST_FILE})
function(score_embed list file name)
  string(REGEX REPLACE "^score__" "" stem ${name})
  set(source ${PROJECT_BINARY_DIR}/embedded/${stem}.c)
  add_custom_command(OUTPUT ${source}
    COMMAND ${CMAKE_COMMAND} -DFILE=${PROJECT_SOURCE_DIR}/${file} -DSOURCE=${source} -DNAME=${name}
      -P ${score_embed_script}
    DEPENDS ${PROJECT_SOURCE_DIR}/${file} ${score_embed_script} VERBATIM)
  set(${list} ${${list}} ${source} PARENT_SCOPE)
endfunction()
