/* Every size limit of the library stands here. */
#ifndef SCORE__LIMITS_H
#define SCORE__LIMITS_H

#define SCORE__MAX_CRITERIA_BYTES (16u << 20) /* a definition file */
#define SCORE__MAX_JSON_DEPTH     32u
#define SCORE__MAX_JSON_NODES     2000000u
#define SCORE__MAX_NODES          20000u /* criteria and groups of a set */
#define SCORE__MAX_MEASURES       20000u
#define SCORE__MAX_EXPR_DEPTH     64u
#define SCORE__MAX_EXPR_NODES     4096u
#define SCORE__MAX_EXPR_BYTES     65536u
#define SCORE__MAX_CONDITIONS     1000u /* named ones of a set */
#define SCORE__MAX_ATTRIBUTES     1000u /* of units, read by a set */
#define SCORE__MAX_STATISTICS     1000u /* of cohorts, over children, earlier values: each, in a set */
#define SCORE__MAX_ROWS           1000u /* bands of a rule, options of a choice, grades */
#define SCORE__MAX_GROUP_DEPTH    8u
#define SCORE__MAX_RULE_DEPTH     4u /* rules inside a rule */
#define SCORE__MAX_DIGITS         6
#define SCORE__MAX_CELL_BYTES     65536u /* one CSV cell */
#define SCORE__MAX_CSV_COLUMNS    20000u
#define SCORE__MAX_UNITS          1000000u
#define SCORE__MAX_PERIODS        1000u
#define SCORE__MAX_FINDINGS       1000u /* kept by default */
#define SCORE__MICRO              INT64_C(1000000)
#define SCORE__MAX_VALUE          INT64_C(1000000000000) /* results beyond are "too large" */

#endif
