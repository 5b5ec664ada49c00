#include "model/letterhead.h"

#include <string.h>

const char *const score__office_keys[SCORE__OFFICE_SETTINGS] = {"above",   "name",       "number",   "place", "date",
                                                                "subject", "recipients", "capacity", "signer"};

const char *const score__office_sections[] = {
    /* of a ward */
    "summary", "groups", "trend", "criteria", "gap", "plan", "missing", "province", "method", "inputs", "arithmetic",
    /* of a province */
    "brief", "ranking", "grades", "heat", "map", "distribution", "movers", "absent", "reconciliation", "discrimination",
    "bridge", "units", NULL};

const score__words *score__office_heading(const score_office *office, const char *section)
{
  for (size_t k = 0; office && k < office->heading_count; k++)
    if (!strcmp(office->heading[k].section, section)) return &office->heading[k].words;
  return NULL;
}
