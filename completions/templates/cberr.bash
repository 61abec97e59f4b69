# Codes, services and categories stand in cberr's catalogue: it is asked for them
# while the line is typed.
_cberr_and_codes() {
    local word=$2 previous=$3 line name common position
    _cberr "$@"
    # The current word alone, which clap offers for a value of any form.
    if [[ $previous == --* && ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == "$word" ]]; then
        COMPREPLY=()
        compopt +o nospace 2>/dev/null
    fi
    # Options only where one is begun: files and codes are not to drown in them.
    if [[ $word != -* ]]; then
        for name in "${!COMPREPLY[@]}"; do
            [[ ${COMPREPLY[name]} == -* ]] && unset "COMPREPLY[name]"
        done
        COMPREPLY=("${COMPREPLY[@]}")
    fi
    while IFS= read -r line; do
        name=${line%%$'\t'*}
        COMPREPLY+=("$(printf %q "$name")")
    done < <("$1" __complete "=$word" "${COMP_WORDS[@]:1:COMP_CWORD-1}" 2>/dev/null)
    # Where the candidates have less in common than was typed (`resourcen` finds
    # two spellings), Bash would delete letters: a blank keeps the word as it is.
    common=${COMPREPLY[0]}
    for name in "${COMPREPLY[@]}"; do
        position=0
        while [[ $position -lt ${#common} && ${common:position:1} == "${name:position:1}" ]]; do
            position=$((position + 1))
        done
        common=${common:0:position}
    done
    if [[ ${#COMPREPLY[@]} -gt 1 && ${#common} -lt ${#word} ]]; then
        COMPREPLY+=(" ")
    fi
}

