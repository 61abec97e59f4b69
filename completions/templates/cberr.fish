
# Codes, services and categories stand in cberr's catalogue: it is asked for them
# while the line is typed.
function __fish_cberr_ask
    set -l before (commandline -opc)
    set -l word (commandline -ct)
    # `--service=cos` is one word here.
    if string match -qr -- '^--[a-z-]+=' $word
        set -a before (string replace -r -- '=.*' '' $word)
        set word (string replace -r -- '^[^=]*=' '' $word)
    end
    command cberr __complete "=$word" $before[2..] 2>/dev/null
end

complete -c cberr -n "__fish_cberr_needs_command" -f -k -a "(__fish_cberr_ask)"
complete -c cberr -n "__fish_cberr_using_subcommand explain list completions" -f -k -a "(__fish_cberr_ask)"
