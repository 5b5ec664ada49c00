/* Lines of an account (compute/account.h) in words. */
#ifndef SCORE__ACCOUNT_LINE_H
#define SCORE__ACCOUNT_LINE_H

#include "model/sheet.h"

/* The node's name, or what its group did: "Chuyển đổi số: làm tròn". */
score__cell score__account_line_name(score_document *d, const score__node *node, unsigned line);

#endif
