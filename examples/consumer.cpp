// The same from C++17: handles that free themselves, errors as exceptions.
// c++ -std=c++17 consumer.cpp $(pkg-config --cflags --libs score) && ./a.out criteria/766/2025-portal.json
#include <score/score.h>

#include <cstdint>
#include <exception>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

template <auto release> struct Release {
  template <typename T> void operator()(T *handle) const { release(handle); }
};
template <typename T, auto release> using Handle = std::unique_ptr<T, Release<release>>;

static void check(int code, const score_error &err)
{
  if (code == SCORE_OK) return;
  char text[512];
  score_error_text(text, sizeof text, &err, SCORE_LANG_EN);
  throw std::runtime_error(text);
}

int main(int argc, char **argv)
{
  if (argc != 2) {
    std::cerr << "usage: consumer DEFINITION.json\n";
    return 2;
  }
  try {
    score_error err{};
    score_criteria *raw_criteria = nullptr;
    check(score_criteria_load(&raw_criteria, argv[1], nullptr, &err), err);
    Handle<score_criteria, score_criteria_free> criteria(raw_criteria);

    score_data *raw_data = nullptr;
    check(score_data_new(&raw_data, criteria.get(), &err), err);
    Handle<score_data, score_data_free> data(raw_data);
    const std::pair<const char *, const char *> points[] = {{"points:CKMB", "18"},   {"points:TDGQ", "19.65"},
                                                            {"points:CLGQ", "8.01"}, {"points:TTTT", "10"},
                                                            {"points:MDHL", "18"},   {"points:MDSH", "20.5"}};
    for (const auto &[measure, value] : points)
      check(score_data_set(data.get(), "H01.1", "2025", measure, SCORE_STAGE_PUBLISHED, value, &err), err);

    score_result *raw_result = nullptr;
    check(score_evaluate(&raw_result, data.get(), nullptr, nullptr, &err), err);
    Handle<score_result, score_result_free> result(raw_result);
    score_total_result total{};
    if (score_result_total(&total, result.get(), 0) != SCORE_OK) throw std::runtime_error("no total");
    std::cout << score_criteria_id(criteria.get()) << ' ' << score_criteria_version(criteria.get()) << ": "
              << total.points_micro << " millionths of a point, rank " << total.rank << '\n';
  } catch (const std::exception &fault) {
    std::cerr << fault.what() << '\n';
    return 1;
  }
  return 0;
}
