/* A part of a workbook as a stream of elements. expat is seen here only. */
#ifndef SCORE__MARKUP_H
#define SCORE__MARKUP_H

#include "input/package.h"

typedef struct score__markup score__markup;

/* Names without their namespace; those of foreign namespaces are "". attribute = name, value, ..., NULL. */
typedef struct score__markup_events {
  void (*start)(void *context, score__markup *m, const char *name, const char **attribute);
  void (*end)(void *context, score__markup *m, const char *name);
  void (*text)(void *context, score__markup *m, const char *text, size_t size); /* in pieces */
} score__markup_events;

/* Reads the part to its end. Refuses what is not well-formed, DOCTYPE, deep nesting, endless names. */
int score__markup_read(score__package *p, const char *part, const score__markup_events *events, void *context);
/* The same over bytes in memory: `name` stands for the part. */
int score__markup_parse(score__package *p, const char *name, const char *bytes, size_t size,
                        const score__markup_events *events, void *context);
/* From within an event: no more events; the reading ends with this status (0 = enough was seen). */
void score__markup_stop(score__markup *m, int status);

/* NULL when absent. */
const char *score__markup_get(const char **attribute, const char *name);
/* r:id, whatever the prefix. */
const char *score__markup_link(const char **attribute);

#endif
