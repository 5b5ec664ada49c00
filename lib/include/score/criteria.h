/* Criteria sets: versioned definitions of groups, criteria and rules. Immutable once loaded; share freely. */
#ifndef SCORE_CRITERIA_H
#define SCORE_CRITERIA_H

#include "score/error.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct score_criteria score_criteria;

/* Reads and compiles a definition file (JSON, UTF-8). All faults go to findings (may be NULL) with JSON pointer,
 * line and column; err holds the first. Owned by the caller. SCORE_E_INPUT, SCORE_E_MEMORY, SCORE_E_LIMIT. */
SCORE_API int score_criteria_load(score_criteria **out, const char *path, score_findings *findings, score_error *err);
/* The same from memory; `name` stands for the file in messages. */
SCORE_API int score_criteria_parse(score_criteria **out, const void *bytes, size_t size, const char *name,
                                   score_findings *findings, score_error *err);
/* Finds the set `spec` = "id", "id@version" or a path ending in .json. With "id" the version in force at the end of
 * `period` (NULL: the newest window) is taken from dir/<id>/<version>.json; several in force: SCORE_E_USAGE naming
 * them. SCORE_E_NOT_FOUND names the nearest id. */
SCORE_API int score_criteria_find(score_criteria **out, const char *dir, const char *spec, const char *period,
                                  score_findings *findings, score_error *err);
/* As score_criteria_find for the newest version, and lints the definition: what a careful author wants to know is a
 * warning in findings, what he explained in a note of his own is a note. */
SCORE_API int score_criteria_check(score_criteria **out, const char *dir, const char *spec, score_findings *findings,
                                   score_error *err);
/* Of a finding about a definition: the name of the lint rule, "max-sum", or "definition" when it is none of theirs; and
 * what to do about it in one line, "" when there is nothing more to say. Static texts. */
SCORE_API const char *score_criteria_lint_rule(const score_error *finding);
SCORE_API const char *score_criteria_lint_hint(const score_error *finding, score_lang lang);
SCORE_API void score_criteria_free(score_criteria *criteria);

SCORE_API const char *score_criteria_id(const score_criteria *criteria);
SCORE_API const char *score_criteria_version(const score_criteria *criteria);
/* official, as-implemented, assembled, draft or local. */
SCORE_API const char *score_criteria_status(const score_criteria *criteria);
SCORE_API const char *score_criteria_name(const score_criteria *criteria, score_lang lang);
/* Lower-case hex of the definition's bytes, 64 characters. */
SCORE_API const char *score_criteria_sha256(const score_criteria *criteria);
/* Nodes in document order; node 0 is the total. */
SCORE_API size_t score_criteria_nodes(const score_criteria *criteria);
/* Index of a node by key or printed code; SIZE_MAX when there is none. */
SCORE_API size_t score_criteria_node(const score_criteria *criteria, const char *key);
SCORE_API const char *score_criteria_node_key(const score_criteria *criteria, size_t node);
SCORE_API const char *score_criteria_node_name(const score_criteria *criteria, size_t node, score_lang lang);
/* Maximum in millionths of a point. */
SCORE_API int64_t score_criteria_node_max_micro(const score_criteria *criteria, size_t node);

#ifdef __cplusplus
}
#endif
#endif
