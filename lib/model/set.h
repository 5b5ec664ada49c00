/* A criteria set, compiled: measures, nodes in document order (node 0 is the total), rules, grades, ranking. */
#ifndef SCORE__SET_H
#define SCORE__SET_H

#include "base/arena.h"
#include "base/hash.h"
#include "base/period.h"
#include "model/expression.h"
#include "model/tree.h"
#include "score/criteria.h"

typedef struct score__words { /* one text in both languages; either falls back on the other */
  const char *text[2];        /* [SCORE_LANG_EN], [SCORE_LANG_VI]; never NULL */
} score__words;

enum {
  SCORE__MEASURE_COUNT,
  SCORE__MEASURE_AMOUNT,
  SCORE__MEASURE_PERCENT,
  SCORE__MEASURE_BOOLEAN,
  SCORE__MEASURE_CHOICE,
  SCORE__MEASURE_DATE
};
enum { SCORE__OVER_SUM, SCORE__OVER_LAST, SCORE__OVER_YTD, SCORE__OVER_NONE };

typedef struct score__measure {
  const char *key;
  score__words name, unit;
  uint8_t type, over_time;
  uint8_t digits; /* as declared, of what a cell says */
  uint8_t scale;  /* stored value = exact value * 10^scale (digits, or digits + 2 for a percent) */
  bool has_min, has_max, has_initial;
  bool takes_na;                   /* some criterion that reads it accepts NA */
  int64_t min, max, initial, step; /* scaled; step 0 = none */
  bool is_statistic;               /* given on the row of the parent: set->cohort[statistic] of the units below it */
  uint32_t statistic;
  size_t option_count; /* choice: a value is the option's index */
  const char **option_key;
  score__words *option_name;
} score__measure;

enum { SCORE__NODE_TOTAL, SCORE__NODE_GROUP, SCORE__NODE_CRITERION };
enum { SCORE__GROUP_NORMAL, SCORE__GROUP_BONUS, SCORE__GROUP_PENALTY };
enum { SCORE__AGGREGATE_SUM, SCORE__AGGREGATE_WEIGHTED, SCORE__AGGREGATE_SHARE_MET, SCORE__AGGREGATE_HIGHEST };
enum { SCORE__NA_ZERO, SCORE__NA_FULL, SCORE__NA_EXCLUDE, SCORE__NA_RESCALE, SCORE__NA_SPLIT };
enum { SCORE__MOVER_UNIT, SCORE__MOVER_PROVINCE, SCORE__MOVER_NATIONAL, SCORE__MOVER_NOBODY };

typedef struct score__cap {
  score__formula when;
  int64_t cap_micro;
} score__cap;

typedef struct score__caps {
  size_t count;
  const score__cap *item;
} score__caps;

typedef struct score__source {
  const char *document, *clause, *mark; /* mark of certainty: a, b, c; "" = none */
} score__source;

typedef struct score__node {
  uint8_t kind;
  uint8_t group_kind; /* SCORE__GROUP_*, inherited by what stands below */
  uint8_t aggregate, na_policy;
  uint32_t parent; /* node index; UINT32_MAX for the total */
  uint32_t end;    /* nodes below: index+1 .. end-1 */
  uint16_t depth;
  const char *key, *code;
  score__words name;
  int64_t max_micro;  /* for bonus and penalty groups the cap */
  int64_t grid_micro; /* 0 = no rounding */
  int64_t rescale_to_micro;
  score__fraction weight;
  bool wants_share; /* its parent splits */
  bool reads_nodes; /* it asks for points of other nodes */
  /* criterion only */
  const struct score__rule_kind *rule_kind;
  const void *rule;
  score__formula applies_when, requires;
  score__caps caps;
  bool has_due, na_from_data;
  bool open; /* a slot without an issued text */
  int32_t due_day;
  uint8_t controlled_by;
  score__source source;
  score__words evidence, note;
  const uint32_t *measure; /* measures it reads, in order */
  size_t measure_count;
  score__beyond beyond; /* what it reads of other periods and other units */
  const uint32_t *read; /* nodes whose points it reads; groups too */
  size_t read_count;
} score__node;

enum { SCORE__BASIS_POINTS, SCORE__BASIS_PERCENT };
enum { SCORE__GATE_NO_ZERO, SCORE__GATE_MET, SCORE__GATE_GROUP, SCORE__GATE_WHEN };

typedef struct score__gate {
  uint8_t kind;
  uint32_t node;
  score__fraction at_least; /* share of the group */
  score__formula when;
} score__gate;

typedef struct score__grade {
  const char *key;
  score__words name;
  int64_t at_least_micro; /* of the basis */
  bool without_bonus;
  const char *mark;
  size_t gate_count;
  const score__gate *gate;
} score__grade;

typedef struct score__grade_rule { /* ceiling or forced grade */
  score__formula when;
  uint32_t grade;
} score__grade_rule;

typedef struct score__tie_key {
  bool is_node, ascending;
  bool is_decision; /* the measure is the place that a decision gives, 1 first */
  uint32_t index;   /* node or measure */
} score__tie_key;

enum { SCORE__COHORT_MEAN, SCORE__COHORT_POOLED, SCORE__COHORT_LOWEST, SCORE__COHORT_HIGHEST, SCORE__COHORT_RANK };

typedef struct score__cohort_stat {
  uint8_t kind;
  const score__expr *a, *b;
  const char *text; /* "mean(x)" as first written */
  bool has_given;
  uint32_t given; /* measure that gives it on the parent's row */
} score__cohort_stat;

enum { SCORE__CHILDREN_COUNT, SCORE__CHILDREN_SHARE, SCORE__CHILDREN_SUM };

typedef struct score__child_stat { /* over the units whose parent is the unit */
  uint8_t kind;
  const score__expr *a; /* reads the child's measures */
  const char *text;     /* "children.share(c)" as first written */
} score__child_stat;

typedef struct score__earlier { /* a measure in another period, at the same stage */
  uint32_t measure;
  score__period period; /* kind NONE: the previous period of the same kind */
  const char *text;     /* "prev(x)" as first written */
} score__earlier;

typedef struct score__calendar_year {
  int16_t year;
  score__source source;
} score__calendar_year;

typedef struct score__calendar {
  uint8_t weekend;   /* bit 0 = Monday */
  size_t year_count; /* years with a list, ascending */
  score__calendar_year *year;
  size_t holiday_count, make_up_count;
  int32_t *holiday; /* ascending, those on a weekend left out */
  int32_t *make_up; /* ascending, all on a weekend */
} score__calendar;

typedef struct score__check {
  score__formula when; /* should hold for every unit */
  score__words message;
  uint8_t severity; /* score_severity */
} score__check;

/* Model §8: what one unit can do. */
enum { SCORE__LEVER_CONVERT, SCORE__LEVER_ADD, SCORE__LEVER_PAST };

typedef struct score__lever_effect {
  uint32_t measure;
  bool sets;      /* a step puts the measure at `amount`, once; else it adds it */
  int64_t amount; /* scaled as the measure */
} score__lever_effect;

typedef struct score__lever {
  const char *key;
  score__words name, note;
  uint8_t kind, mover;  /* SCORE__LEVER_*, SCORE__MOVER_* */
  int64_t effort_micro; /* of one step, above 0 */
  score__formula most;  /* whole steps that the data as they are allow; expr NULL = no bound of its own */
  bool clips;           /* the last step may be a short one, up to the measure's own bound: levers nobody declared */
  size_t effect_count;
  const score__lever_effect *effect;
} score__lever;

struct score_criteria {
  score__arena arena;
  const char *id, *version, *status, *file;
  const char *bytes; /* of the definition file, as they were */
  size_t size_bytes;
  char sha256[SCORE__SHA256_HEX]; /* of these bytes */
  score__words name;
  bool has_from, has_to;
  int32_t from_day, to_day; /* in force, inclusive */
  const char **supersedes;
  size_t supersedes_count;
  size_t measure_count;
  score__measure *measure;
  score__dict by_measure; /* key -> index */
  size_t node_count;
  score__node *node;
  score__dict by_node;           /* key, then code -> index */
  const score__tree **node_tree; /* [node_count] what each node was read from; node 0: the total */
  uint32_t *order;               /* [node_count] evaluation order: what is read stands before who reads it */
  uint8_t basis;
  int64_t total_grid_micro;
  size_t grade_count;
  score__grade *grade;
  size_t ceiling_count, forced_count;
  score__grade_rule *ceiling, *forced;
  bool rank_dense;
  size_t tie_count;
  score__tie_key *tie;
  bool has_completeness;
  int64_t completeness_micro;    /* threshold, share in millionths */
  size_t cohort_attribute_count; /* units with equal values are one cohort */
  const char **cohort_attribute;
  uint32_t cohort_min_n;
  size_t cohort_count, cohort_cap;
  score__cohort_stat *cohort;
  size_t children_count, children_cap;
  score__child_stat *children;
  size_t earlier_count, earlier_cap;
  score__earlier *earlier;
  score__calendar calendar;
  size_t check_count;
  score__check *check;
  size_t lever_count;
  score__lever *lever;
  uint8_t ends_on_day;    /* of every month of a period; 0 = its last one */
  size_t attribute_count; /* unit attributes that expressions read, by name: "kind", "parent", ... */
  size_t attribute_cap;
  const char **attribute;
  size_t note_count;
  score__words *note;
  size_t condition_count; /* named conditions */
  const char **condition_key, **condition_text;
};

/* First and last day of a period by the set's own window. */
int32_t score__set_first_day(const score_criteria *set, score__period period);
int32_t score__set_last_day(const score_criteria *set, score__period period);
/* The period that an earlier value is read from when `period` is evaluated; false when there is none. */
bool score__set_earlier_period(const score__earlier *earlier, score__period period, score__period *out);

/* Index of a unit attribute that the set reads, added when new; SIZE_MAX when memory is out. name is borrowed. */
size_t score__set_attribute(score_criteria *set, score__arena *arena, const char *name);

#endif
