# What `cmake --install` leaves behind.
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/score)
file(RELATIVE_PATH pc_to_prefix /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
string(REGEX REPLACE "/$" "" pc_to_prefix "${pc_to_prefix}")
configure_file(cmake/score.pc.in score.pc @ONLY)
configure_package_config_file(cmake/scoreConfig.cmake.in ${PROJECT_BINARY_DIR}/scoreConfig.cmake
  INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/scoreConfigVersion.cmake COMPATIBILITY SameMinorVersion)

# Two export sets: a program that wants only the shared library need not have the libraries under the static one.
install(TARGETS score_shared EXPORT scoreTargets
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(TARGETS score_static EXPORT scoreStaticTargets
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT scoreTargets NAMESPACE score:: DESTINATION ${package_dir})
install(EXPORT scoreStaticTargets NAMESPACE score:: DESTINATION ${package_dir})
install(FILES ${PROJECT_BINARY_DIR}/scoreConfig.cmake ${PROJECT_BINARY_DIR}/scoreConfigVersion.cmake
  DESTINATION ${package_dir})
install(FILES ${PROJECT_BINARY_DIR}/score.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
install(DIRECTORY lib/include/score DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")
install(DIRECTORY criteria DESTINATION ${CMAKE_INSTALL_DATADIR}/score)
install(FILES LICENSE THIRD-PARTY.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR} OPTIONAL)

if(TARGET score_cli)
  install(TARGETS score_cli RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  install(FILES docs/score.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 OPTIONAL)
  install(FILES cli/score.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME score OPTIONAL)
endif()
