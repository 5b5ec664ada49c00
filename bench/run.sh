#!/usr/bin/env bash
# Builds release, makes the data and prints the figures: bench/run.sh [--units N] [--quarters N] [--repeats N] ...
# bench/run.sh quarters ... measures the store instead: imports, ranks, releases; bench/run.sh draws ... rank intervals,
# bench/run.sh reports ... the reports of a province.
# With SCORE_BUILD an existing build folder is measured as it is.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=${SCORE_BUILD:-}
bench=measure
case "${1:-}" in
quarters | draws | reports) bench=$1 && shift ;;
esac
if [ -z "$build" ]; then
  build=$root/build/bench
  log=$(mktemp)
  trap 'rm -f "$log"' EXIT
  if ! { cmake -S "$root" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release &&
    ninja -C "$build" score_cli bench_stopwatch bench_dice; } >"$log" 2>&1; then
    cat "$log" >&2
    exit 1
  fi
fi
exec python3 -B "$root/bench/$bench.py" --build "$build" "$@"
