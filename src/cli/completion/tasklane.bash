# Completion of tasklane for bash; made by: tasklane completion bash
# In ~/.bashrc: source <(tasklane completion bash)

_tasklane() {
    local cur=${COMP_WORDS[COMP_CWORD]} value about quoted lines
    # Bash breaks words at "=": what follows it is the word to complete.
    [[ $cur == "=" ]] && cur=
    COMPREPLY=()
    # The words are handed over as they stand: nothing of a half-typed line is run.
    lines=$(command tasklane __complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
    while IFS=$'\t' read -r value about; do
        case $value in
        "") ;;
        :files | :dirs)
            local kind=-f
            [[ $value == :dirs ]] && kind=-d
            compopt -o filenames 2>/dev/null
            while IFS= read -r value; do COMPREPLY+=("$value"); done < <(compgen "$kind" -- "$cur")
            ;;
        *[!A-Za-z0-9_./:=@,+#-]*)
            printf -v quoted %q "$value"
            COMPREPLY+=("$quoted")
            ;;
        *) COMPREPLY+=("$value") ;;
        esac
    done <<<"$lines"
}

complete -F _tasklane {{names}}
