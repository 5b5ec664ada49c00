/* Every size limit of the library stands here. */
#ifndef SCORE__LIMITS_H
#define SCORE__LIMITS_H

#define SCORE__MAX_CRITERIA_BYTES  (16u << 20) /* a definition file */
#define SCORE__MAX_JSON_DEPTH      32u
#define SCORE__MAX_JSON_NODES      2000000u
#define SCORE__MAX_NODES           20000u /* criteria and groups of a set */
#define SCORE__MAX_MEASURES        20000u
#define SCORE__MAX_EXPR_DEPTH      64u
#define SCORE__MAX_EXPR_NODES      4096u
#define SCORE__MAX_EXPR_BYTES      65536u
#define SCORE__MAX_CONDITIONS      1000u /* named ones of a set */
#define SCORE__MAX_ATTRIBUTES      1000u /* of units, read by a set */
#define SCORE__MAX_STATISTICS      1000u /* of cohorts, over children, earlier values: each, in a set */
#define SCORE__MAX_LEVERS          200u  /* of a set */
#define SCORE__MAX_ROWS            1000u /* bands of a rule, options of a choice, grades */
#define SCORE__MAX_GROUP_DEPTH     8u
#define SCORE__MAX_RULE_DEPTH      4u /* rules inside a rule */
#define SCORE__MAX_DIGITS          6
#define SCORE__MAX_CELL_BYTES      65536u /* one CSV cell */
#define SCORE__MAX_CSV_COLUMNS     20000u
#define SCORE__MAX_WORKBOOK_BYTES  (UINT64_C(4) << 30) /* all parts of a workbook, unpacked */
#define SCORE__MAX_ZIP_RATIO       250                 /* of a part, unpacked to packed, beyond the bytes below */
#define SCORE__FREE_ZIP_BYTES      (UINT64_C(16) << 20)
#define SCORE__MAX_ZIP_ENTRIES     10000
#define SCORE__MAX_XML_DEPTH       64u
#define SCORE__MAX_XML_TOKEN       (1u << 20)   /* one tag, one comment */
#define SCORE__MAX_XML_NAMES       (256u << 20) /* what expat may keep of names that workbooks do not have */
#define SCORE__MAX_SHEETS          1000u
#define SCORE__MAX_SHEET_NAME      127u     /* bytes; Excel allows 31 characters */
#define SCORE__MAX_SHEET_LINE      1048576u /* last row number of a worksheet */
#define SCORE__MAX_SHEET_ROWS      1000000u /* with cells */
#define SCORE__MAX_SHEET_COLUMNS   16384u   /* XFD */
#define SCORE__MAX_SHEET_ROW_BYTES (16u << 20)
#define SCORE__MAX_STYLES          65536u
#define SCORE__MAX_SHARED          4000000u /* shared strings */
#define SCORE__MAX_SHARED_BYTES    (256u << 20)
#define SCORE__MAX_PIPED_BYTES     (256u << 20) /* a workbook that comes through a pipe */
#define SCORE__MAX_MAP_BYTES       (64u << 20)
#define SCORE__MAX_MAP_NODES       16000000u /* values of the text: three a place */
#define SCORE__MAX_MAP_AREAS       100000u
#define SCORE__MAX_MAP_PLACES      4000000u
#define SCORE__MAX_UNITS           1000000u
#define SCORE__MAX_PERIODS         1000u
#define SCORE__MAX_FINDINGS        1000u       /* kept by default */
#define SCORE__MAX_UNIT_STATES     4096u       /* of one unit, in a release */
#define SCORE__MAX_RELEASE_LINE    (36u << 20) /* a definition as one text, and more */
#define SCORE__MICRO               INT64_C(1000000)
#define SCORE__MAX_VALUE           INT64_C(1000000000000) /* results beyond are "too large" */

#endif
