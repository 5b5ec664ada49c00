/* Data in columns: for each period and stage, one column of scaled integers per measure over the units, allocated
 * when its first value comes. Given points ("points:KEY") are columns of millionths over the units, one per node. */
#ifndef SCORE__FRAME_H
#define SCORE__FRAME_H

#include "base/period.h"
#include "model/origin.h"
#include "model/set.h"
#include "model/units.h"
#include "score/data.h"

/* State of a cell. */
enum {
  SCORE__CELL_MISSING = 0,
  SCORE__CELL_VALUE = 1,
  SCORE__CELL_NA = 2,
  SCORE__CELL_OVERRIDE = 3 /* given points with a reason at verified or published: they override */
};

#define SCORE__STAGES 3

typedef struct score__layer {
  int64_t **value; /* [measures], NULL column = all missing; [units capacity of the frame] */
  uint8_t **state;
  int64_t **given; /* [nodes] */
  uint8_t **given_state;
  uint32_t **origin; /* [measures, then nodes] indices into data->origins; NULL, also of a column = nothing is said */
  uint64_t **
      recipe; /* [measures][units] how derived values came about (compute/derivation.h); NULL, also of a column = all reported */
  bool any; /* some cell is there that is no statistic of the units below */
} score__layer;

typedef struct score__frame {
  score__period period;
  char name[SCORE__PERIOD_TEXT]; /* the period, printed */
  size_t cap;                    /* units every column has room for */
  score__layer layer[SCORE__STAGES];
  bool synthetic;
} score__frame;

struct score_data {
  const score_criteria *criteria;
  score__units units;
  size_t frame_count, frame_cap;
  size_t last_frame;                    /* where the last observation went: a guess for the next */
  score__frame **frame;                 /* in order of period */
  char input_sha256[SCORE__SHA256_HEX]; /* digest over the digests of all files read, "" when none */
  size_t file_count, file_cap;
  char (*file_sha256)[SCORE__SHA256_HEX];
  score__origins origins; /* source, evidence and note of cells */
};

/* One checked observation on its way from a file or a store into a frame or a store. */
typedef struct score__observation {
  uint32_t unit;
  score__period period;
  bool given; /* points of node `column` instead of measure `column` */
  bool synthetic;
  uint8_t stage;      /* score_stage, 0..2 */
  uint8_t state;      /* SCORE__CELL_* but MISSING */
  uint32_t column;    /* measure index, or node index */
  int64_t value;      /* scaled by the measure's scale; points in millionths */
  uint32_t line;      /* of the file it came from, 0 = not known */
  uint32_t place;     /* column of the file, from 1; 0 = not known */
  score__origin said; /* texts never NULL; valid during the call */
} score__observation;

/* The frame of a period, made when new; NULL when memory is out or there are too many. */
score__frame *score__data_frame(score_data *data, score__period period);
const score__frame *score__data_find_frame(const score_data *data, score__period period);
/* Whether a unit has any cell at these stages; statistics given for the units below it are none of its own. */
bool score__frame_has(const score__frame *frame, const score_criteria *set, int lowest, int highest, uint32_t unit);
/* Puts one observation in place. 0; 1 when the cell was taken (it is replaced); -1 memory. */
int score__data_observe(score_data *data, const score__observation *o);
/* What was said of a cell; never NULL. given: of the points of node `column`. */
const score__origin *score__data_origin(const score_data *data, const score__frame *frame, int stage, bool given,
                                        size_t column, uint32_t unit);
/* Gives every frame room for all units there are; done after reading. 0 or -1. */
int score__data_settle(score_data *data);
/* Moves all observations of `from` (same criteria, same units) into data; *replaced counts the cells that were there
 * before. 0 or -1. */
int score__data_merge(score_data *data, score_data *from, size_t *replaced);
/* Frees all frames. */
void score__data_clear(score_data *data);
/* Takes note of a file's digest and renews input_sha256. 0 or -1. */
int score__data_note_file(score_data *data, const char hex[SCORE__SHA256_HEX]);

#endif
