# bash completion of score
_score() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} command='' verb='' i
  local common='--lang --quiet --verbose --help --version'
  local report='--format --csv --output --color'
  local reading='--period --stage --no-given-points --synthetic --delimiter --decimal-mark --strict --criteria-dir'
  local job="--db --criteria --data --units --fallback --scope $reading $report"
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${COMP_WORDS[i]} in
      -*) ;;
      init | import | criteria | eval | rank | gap | explain | help | version)
        [[ -z $command ]] && command=${COMP_WORDS[i]} ;;
      list | show | check | diff | impact | from-csv | units | data | published) [[ -n $command && -z $verb ]] && verb=${COMP_WORDS[i]} ;;
    esac
  done
  case $prev in
    --format) mapfile -t COMPREPLY < <(compgen -W 'table csv json markdown' -- "$cur"); return ;;
    --csv) mapfile -t COMPREPLY < <(compgen -W 'plain excel-vi' -- "$cur"); return ;;
    --stage) mapfile -t COMPREPLY < <(compgen -W 'self verified published' -- "$cur"); return ;;
    --color) mapfile -t COMPREPLY < <(compgen -W 'auto always never' -- "$cur"); return ;;
    --lang) mapfile -t COMPREPLY < <(compgen -W 'vi en' -- "$cur"); return ;;
    --delimiter) mapfile -t COMPREPLY < <(compgen -W 'comma semicolon tab' -- "$cur"); return ;;
    --decimal-mark) mapfile -t COMPREPLY < <(compgen -W 'point comma' -- "$cur"); return ;;
    --criteria-dir) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- "$cur"); return ;;
    --db | --criteria | --data | --units | --output | -o)
      compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return ;;
    --period | --scope | --unit) return ;;
  esac
  if [[ $cur == -* ]]; then
    local options=$common
    case $command in
      init) options="$options --db" ;;
      import) options="$options --db --criteria $reading" ;;
      criteria) if [[ $verb == impact ]]; then options="$options $job"
        elif [[ $verb == from-csv ]]; then options="$options --criteria --delimiter --decimal-mark --strict --output"
        else options="$options --criteria --criteria-dir --period --strict $report"; fi ;;
      eval | rank) options="$options $job" ;;
      gap | explain) options="$options --unit $job" ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$cur")
    return
  fi
  case $command in
    '') mapfile -t COMPREPLY < <(compgen -W 'init import criteria eval rank gap explain help version' -- "$cur"); return ;;
    help) mapfile -t COMPREPLY < <(compgen -W 'init import criteria eval rank gap explain help version' -- "$cur"); return ;;
    criteria) [[ -z $verb ]] && { mapfile -t COMPREPLY < <(compgen -W 'list show check diff impact from-csv' -- "$cur"); return; } ;;
    import) [[ -z $verb ]] && { mapfile -t COMPREPLY < <(compgen -W 'units data published' -- "$cur"); return; } ;;
  esac
  compopt -o filenames
  mapfile -t COMPREPLY < <(compgen -f -- "$cur")
}
complete -F _score score
