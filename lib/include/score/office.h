/* The office that signs a report: its name, place, signer, recipients, and headings of its own. */
#ifndef SCORE_OFFICE_H
#define SCORE_OFFICE_H

#include "score/data.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct score_office score_office;

/* Without any setting. */
SCORE_API int score_office_new(score_office **out, score_error *err);
SCORE_API void score_office_free(score_office *office);
/* Settings of a JSON file beat those there are:
 *   {"office": {"above": "...", "name": "...", "number": "12/BC-UBND", "place": "...", "date": "2026-10-10",
 *               "subject": "...", "recipients": ["...", "..."], "capacity": ["...", "..."], "signer": "..."},
 *    "headings": {"gap": "..."}}
 * A text is the same in both languages, or {"vi": "...", "en": "..."}. Headings are named by section of a report. All
 * faults go to findings with line, column and pointer: an unknown member or section, a text that is none, a date that is
 * none. SCORE_E_INPUT, SCORE_E_LIMIT. */
SCORE_API int score_office_read(score_office *office, const char *path, score_findings *findings, score_error *err);
/* One setting, in both languages: "signer", "Nguyễn Văn A"; of recipients and capacity a text with '\n' or "; " between
 * the lines; "heading.gap" for a heading. SCORE_E_USAGE for a key or a date that is none. */
SCORE_API int score_office_set(score_office *office, const char *key, const char *text, score_error *err);

#ifdef __cplusplus
}
#endif
#endif
