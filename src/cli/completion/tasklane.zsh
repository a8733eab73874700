#compdef {{names}}
# Completion of tasklane for zsh; made by: tasklane completion zsh
# In ~/.zshrc: source <(tasklane completion zsh)
# or once, as a file of a folder in $fpath: tasklane completion zsh > ~/.zfunc/_tasklane

_tasklane() {
    local -a lines found
    local line value
    # The words are handed over as they stand: nothing of a half-typed line is run.
    lines=("${(@f)$(command tasklane __complete -- "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
    for line in $lines; do
        value=${line%%$'\t'*}
        case $value in
        '') ;;
        :files) _files ;;
        :dirs) _files -/ ;;
        *) found+=("${value//:/\\:}:${line#*$'\t'}") ;;
        esac
    done
    (( $#found )) && _describe -t tasklane tasklane found
}

if [[ ${funcstack[1]} == _tasklane ]]; then
    _tasklane "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
    compdef _tasklane {{names}}
fi
