/* A ward's report with the office that signs it, as a page and as JSON, and a map of all units, as a picture.
 * cc -std=c11 ward_report.c $(pkg-config --cflags --libs score) && ./a.out criteria/766/2025-portal.json
 * fixtures/units/angiang.csv fixtures/766/angiang-2025.csv 30577 criteria/boundaries/91.geojson */
#include <score/score.h>

#include <stdio.h>

static int put(void *file, const void *bytes, size_t size)
{
  return fwrite(bytes, 1, size, file) != size;
}

/* Reports are written in Vietnamese, or in English, from the same document. */
static int save(const score_document *document, score_format format, const char *figure, const char *path,
                score_error *err)
{
  const score_write_options options = {.format = format, .lang = SCORE_LANG_VI, .figure = figure};
  FILE *file = fopen(path, "wb");
  if (!file) return SCORE_E_OUTPUT;
  int code = score_document_write(document, &options, put, file, err);
  if (fclose(file) && !code) code = SCORE_E_OUTPUT;
  printf("%s: %s\n", path, code ? "not written" : "written");
  return code;
}

static int report_ward(const score_result *result, const char *unit, score_error *err)
{
  static const char *const settings[][2] = {{"name", "ỦY BAN NHÂN DÂN XÃ Ô LÂM"},
                                            {"number", "12/BC-UBND"},
                                            {"place", "Ô Lâm"},
                                            {"date", "2026-01-15"},
                                            {"signer", "Nguyễn Văn A"}};
  score_office *office = NULL;
  score_document *document = NULL;
  int code = score_office_new(&office, err);
  for (size_t k = 0; !code && k < sizeof settings / sizeof *settings; k++)
    code = score_office_set(office, settings[k][0], settings[k][1], err);
  const score_ward_report_options options = {.office = office};
  if (!code) code = score_document_ward_report(&document, result, unit, &options, err);
  if (!code) code = save(document, SCORE_FORMAT_HTML, NULL, "ward.html", err);
  if (!code) code = save(document, SCORE_FORMAT_JSON, NULL, "ward.json", err);
  score_document_free(document);
  score_office_free(office);
  return code;
}

static int draw_map(const score_result *result, const char *boundaries, score_error *err)
{
  score_map *map = NULL;
  score_document *document = NULL;
  int code = score_map_read(&map, boundaries, NULL, err);
  const score_province_report_options options = {.map = map, .map_by = "total"};
  if (!code) code = score_document_province_report(&document, result, &options, err);
  if (!code) code = save(document, SCORE_FORMAT_SVG, "map", "map.svg", err);
  score_document_free(document); /* before the map that it draws */
  score_map_free(map);
  return code;
}

int main(int argc, char **argv)
{
  score_criteria *criteria = NULL;
  score_data *data = NULL;
  score_result *result = NULL;
  score_error err = {0};
  char text[512];
  if (argc != 6) {
    fprintf(stderr, "usage: ward_report DEFINITION.json UNITS.csv DATA.csv UNIT BOUNDARIES.geojson\n");
    return 2;
  }
  int code = score_criteria_load(&criteria, argv[1], NULL, &err);
  if (!code) code = score_data_new(&data, criteria, &err);
  if (!code) code = score_data_read_units(data, argv[2], NULL, NULL, &err);
  if (!code) code = score_data_read(data, argv[3], NULL, NULL, &err);
  if (!code) code = score_evaluate(&result, data, NULL, NULL, &err);
  if (!code) code = report_ward(result, argv[4], &err);
  if (!code) code = draw_map(result, argv[5], &err);
  if (code) {
    score_error_text(text, sizeof text, &err, SCORE_LANG_EN);
    fprintf(stderr, "%s\n", text);
  }
  score_result_free(result);
  score_data_free(data);
  score_criteria_free(criteria);
  return code != 0;
}
