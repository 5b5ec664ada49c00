/* What an office prints on its papers, as it was configured. */
#ifndef SCORE__LETTERHEAD_H
#define SCORE__LETTERHEAD_H

#include "base/arena.h"
#include "model/set.h"
#include "score/office.h"

/* The settings, in the order of the manual; texts of several lines hold '\n'. */
enum {
  SCORE__OFFICE_ABOVE,      /* "above": cơ quan chủ quản */
  SCORE__OFFICE_NAME,       /* "name": cơ quan ban hành */
  SCORE__OFFICE_NUMBER,     /* "number": "12/BC-UBND" */
  SCORE__OFFICE_PLACE,      /* "place": địa danh */
  SCORE__OFFICE_DATE,       /* "date": ISO */
  SCORE__OFFICE_SUBJECT,    /* "subject": trích yếu, instead of the report's own */
  SCORE__OFFICE_RECIPIENTS, /* "recipients": a line each */
  SCORE__OFFICE_CAPACITY,   /* "capacity": "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH": a line each */
  SCORE__OFFICE_SIGNER,     /* "signer" */
  SCORE__OFFICE_SETTINGS
};

typedef struct score__heading { /* of a section, instead of the project's own */
  const char *section;
  score__words words; /* a text NULL = the project's own in that language */
} score__heading;

struct score_office {
  score__arena arena;
  score__words setting[SCORE__OFFICE_SETTINGS]; /* texts NULL = not set */
  score__heading *heading;
  size_t heading_count, heading_cap;
};

/* The keys of the settings as they are written in a file, in the order of the enum. */
extern const char *const score__office_keys[SCORE__OFFICE_SETTINGS];
/* The sections of both reports, NULL-terminated: what a heading may be given for. */
extern const char *const score__office_sections[];
/* What the office calls a section; NULL = nothing of its own. office may be NULL. */
const score__words *score__office_heading(const score_office *office, const char *section);

#endif
