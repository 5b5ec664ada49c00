/* Sources and translations: every criterion says where it comes from, every text stands in both languages. */
#include <string.h>

#include "base/text.h"
#include "definition/lint.h"

static bool is_words(const score__tree *t)
{
  static const char *const names[] = {"name", "unit", "note", "evidence", "message"};
  if (!t->key) return t->parent && t->parent->key && !strcmp(t->parent->key, "notes") && !t->parent->parent->parent;
  /* A tie is broken by the name of a measure or a node, a source has a name for its document: these are no texts. */
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (!strcmp(t->key, names[i])) return true;
  return false;
}

static bool lacks_a_language(const score__tree *t)
{
  if (t->kind == SCORE__TREE_TEXT) return true;
  if (t->kind != SCORE__TREE_OBJECT) return false;
  const score__tree *vi = score__tree_get(t, "vi"), *en = score__tree_get(t, "en");
  return !vi || !en || !vi->text || !en->text || !*vi->text || !*en->text;
}

typedef struct texts {
  size_t whole, half; /* in both languages, in one */
} texts;

/* Measures and conditions, also in what a lever does, are named by keys, which may be any of these words. */
static void check_words(const score__lint *l, const score__tree *t, bool keys, bool say, texts *seen)
{
  for (const score__tree *m = t->first; m; m = m->next) {
    if (m->kind != SCORE__TREE_OBJECT && m->kind != SCORE__TREE_LIST && m->kind != SCORE__TREE_TEXT) continue;
    if (m->key && !strcmp(m->key, "comment")) continue;
    if (!keys && is_words(m)) {
      bool half = lacks_a_language(m);
      if (half && say) score__lint_say(l, m, NULL, 0, SCORE__PH_CHECK_LANGUAGE, "", NULL, NULL);
      seen->half += half;
      seen->whole += !half;
      continue;
    }
    bool named = t == l->root && m->key && (!strcmp(m->key, "measures") || !strcmp(m->key, "conditions"));
    named = named || (!keys && m->key && !strcmp(m->key, "effect"));
    check_words(l, m, named, say, seen);
  }
}

/* An office that writes its set in one language is told once, not once for each text. */
static void check_languages(const score__lint *l)
{
  texts seen = {0}, again = {0};
  check_words(l, l->root, false, false, &seen);
  if (seen.whole > 0 || seen.half < 2) {
    check_words(l, l->root, false, true, &again);
    return;
  }
  char count[24];
  score__lint_say(l, l->root, "name", 0, SCORE__PH_CHECK_LANGUAGE_ALL, score__int_text(count, (int64_t)seen.half), NULL,
                  NULL);
}

static bool is_open(const score__tree *t)
{
  const score__tree *open = score__tree_get(t, "open");
  return open && open->kind == SCORE__TREE_BOOLEAN && open->integer;
}

void score__lint_words(const score__lint *l)
{
  for (uint32_t i = 1; i < l->set->node_count; i++) {
    const score__node *n = &l->set->node[i];
    if (n->kind == SCORE__NODE_CRITERION && !*n->source.document && !is_open(l->set->node_tree[i]))
      score__lint_say(l, l->set->node_tree[i], NULL, 0, SCORE__PH_CHECK_SOURCE, n->key, NULL, NULL);
  }
  check_languages(l);
}
