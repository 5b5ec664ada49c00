/* Results -> documents: what all of them say, and how. */
#ifndef SCORE__REPORT_H
#define SCORE__REPORT_H

#include "model/scores.h"
#include "model/sheet.h"
#include "score/release.h"

/* Digits that a grid needs: 0.01 -> 2; none -> -1. */
int score__report_digits(int64_t grid_micro);
score__cell score__report_points(const score_criteria *set, size_t node, int64_t micro);
/* A cell of data as an office writes it: percent points, yes or no, the name of an option, an ISO date; empty when
 * missing. */
score__cell score__report_value(score_document *d, const score__measure *measure, uint8_t state, int64_t value);
score__cell score__report_basis(const score_criteria *set, int64_t micro);
/* Set, status, hash, period, stage, digest of the inputs, library version, the mark of made-up data. */
void score__report_head(score_document *d, const score_result *r);
void score__report_set(score_document *d, const score_criteria *set);
/* The same without the set: period, stage, scope, mark, digest of the inputs, library version. */
void score__report_run(score_document *d, const score_result *r);
/* Of a result that rests on a supposition: that it does, and each input with what it is and what it is taken for. */
void score__report_supposed(score_document *d, const score_result *r);
/* "0123456789ab, released 2026-10-10T08:00:00Z by ..." */
void score__report_release(score_document *d, const score_release_head *head, int title);
/* The phrase of a set's status; SCORE__PH_NONE for any other word. */
int score__report_status(const char *status);
/* "name (id@version)" */
score__cell score__report_set_name(score_document *d, const score_criteria *set);
const char *score__report_unit_name(const score_result *r, size_t position);
/* Localised outcome on a table, machine word elsewhere: one column for each. */
score__cell score__report_outcome(uint8_t outcome);
score__cell score__report_mover(uint8_t mover);
/* A step of explain as a sentence, expressions with the names of measures. */
score__cell score__report_step(score_document *d, const score_criteria *set, const score__trace_step *step);
/* "80/80, chưa đến hạn 12" */
score__cell score__report_met(score_document *d, const score_total_result *t);
score__cell score__report_rank(score_document *d, const score_result *r, size_t position);
/* "3", "3=" where it is shared, a dash where there is none. */
score__cell score__report_place(score_document *d, const score_total_result *t);
/* A difference as people read it: more is good. */
score__cell score__report_gain(int64_t micro, int digits);
/* The unit itself: code and name. */
void score__report_unit_itself(score_document *d, const score_result *r, size_t position);
/* Unit, total, grade, rank (needs all units of the scope), what it rests on, interval. */
void score__report_unit(score_document *d, const score_result *r, size_t position, bool with_rank);
/* Position of a unit typed by a person; SCORE_E_NOT_FOUND. */
int score__report_find(size_t *out, const score_result *r, const char *text, score_error *err);
/* The state of a unit of the list that stands beside those evaluated, of a parent and a kind that they have, without
 * any data in the period; NULL when it is none of these. */
const score__unit_state *score__report_absent(const score_result *r, uint32_t unit);
/* All of them, in the arena of the document. */
size_t score__report_absentees(uint32_t **out, score_document *d, const score_result *r);
/* Takes the document over: NULL and SCORE_E_MEMORY when it failed. */
int score__report_finish(score_document **out, score_document *d, score_error *err);
void score__report_columns(score_document *d, score__sheet_table *t, const score__sheet_column *columns, size_t count);
/* A column of bars or lines beside the numbers that they picture. */
void score__report_picture(score_document *d, score__sheet_table *t, uint8_t gives_way);
/* Numbers right, words left. */
score__sheet_column score__report_column(const char *key, int title, bool right);

#endif
