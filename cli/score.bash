# bash completion of score: what can be typed is asked of the program itself, so that it cannot drift from what is parsed
_score_words() { # the first words of the indented lines of a help page: commands, or options
  LC_ALL=C "$1" "${@:2}" 2>/dev/null | sed -nE "s/^  (-[a-zA-Z], )?(--)?([a-z][a-z-]*)( .*)?$/\2\3/p"
}
_score() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} score=${COMP_WORDS[0]} command='' verb='' i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${COMP_WORDS[i]} in
      -*) ;;
      *) if [[ -z $command ]]; then command=${COMP_WORDS[i]}; elif [[ -z $verb ]]; then verb=${COMP_WORDS[i]}; fi ;;
    esac
  done
  local words=''
  case $prev in
    --format) words='table csv json markdown html docx xlsx svg' ;;
    --csv) words='plain excel-vi' ;;
    --stage) words='self verified published' ;;
    --color) words='auto always never' ;;
    --lang) words='vi en' ;;
    --perturb-on) words='criteria groups' ;;
    --map-by) words='total grade' ;;
    --figure) words='ranking grades heat map distribution groups trend criteria' ;;
    --delimiter) words='comma semicolon tab' ;;
    --decimal-mark) words='point comma' ;;
    --criteria-dir | --return)
      compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- "$cur"); return ;;
    --db | --criteria | --data | --units | --output | -o | --findings | --sign | --key | --password-file | \
      --effort | --office | --map)
      compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return ;;
    --period | --from | --to | --scope | --unit | --by | --reason | --at | --sheet | --encoding | --jump | --tolerance | \
      --target | --fix | --set | --max-per-lever | --around | --top | --bottom | --draws | --seed | --perturb | --pair | --put)
      return ;;
  esac
  if [[ -z $words ]]; then
    if [[ $cur == -* ]]; then
      words=$(_score_words "$score" ${command:+"$command"} -h | grep -e '^--')
    elif [[ -z $command || $command == help ]]; then
      words=$(_score_words "$score" | grep -v -e '^--')
    else
      case $command:$verb in
        criteria:) words='list show check diff impact from-csv kinds schema' ;;
        import:) words='units data published' ;;
        report:) words='ward province' ;;
        reconcile:*) words='self verified published' ;;
      esac
    fi
  fi
  if [[ -n $words ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
    return
  fi
  compopt -o filenames
  mapfile -t COMPREPLY < <(compgen -f -- "$cur")
}
complete -F _score score
