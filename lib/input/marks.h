/* Which decimal mark the numbers of a CSV file have: asked only where one of them has another than was expected. */
#ifndef SCORE__MARKS_H
#define SCORE__MARKS_H

#include <stdbool.h>

/* Whether the whole file proves `other`: some number can only be read with it (not "1.234"), and none has `own`. False
 * too when the file cannot be read a second time. */
bool score__marks_prove(const char *path, char delimiter, char own, char other);

#endif
