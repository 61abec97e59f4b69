# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_cberr_global_optspecs
    string join \n lang= format= color= service= h/help V/version
end

function __fish_cberr_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_cberr_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_cberr_using_subcommand
    set -l cmd (__fish_cberr_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c cberr -n "__fish_cberr_needs_command" -l lang -d 'Language of the answer: en or zh' -r -f -a "en\t'English'
zh\t'Chinese (simplified)'"
complete -c cberr -n "__fish_cberr_needs_command" -l format -d 'Form of the answer: text, json, ndjson or markdown' -r -f -a "text\t'For people'
json\t'One object'
ndjson\t'One object a line'
markdown\t'To paste into an issue'"
complete -c cberr -n "__fish_cberr_needs_command" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR or TERM=dumb say otherwise'
always\t'Always'
never\t'Never'"
complete -c cberr -n "__fish_cberr_needs_command" -l service -d 'Only this service, for example cos' -r -f -k -a "(__fish_cberr_ask)"
complete -c cberr -n "__fish_cberr_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cberr -n "__fish_cberr_needs_command" -s V -l version -d 'Print version'
complete -c cberr -n "__fish_cberr_needs_command" -a "explain" -d 'Explain codes, numbers, messages or whole bodies'
complete -c cberr -n "__fish_cberr_needs_command" -a "parse" -d 'Find and explain the errors in files or stdin'
complete -c cberr -n "__fish_cberr_needs_command" -a "list" -d 'List the catalogue: an overview, or the codes that match'
complete -c cberr -n "__fish_cberr_needs_command" -a "merge" -d 'Add up the summaries of several runs of parse'
complete -c cberr -n "__fish_cberr_needs_command" -a "completions" -d 'Print a completion script, which knows the codes too'
complete -c cberr -n "__fish_cberr_needs_command" -a "schema" -d 'Print the JSON Schema of --format json'
complete -c cberr -n "__fish_cberr_using_subcommand explain" -l lang -d 'Language of the answer: en or zh' -r -f -a "en\t'English'
zh\t'Chinese (simplified)'"
complete -c cberr -n "__fish_cberr_using_subcommand explain" -l format -d 'Form of the answer: text, json, ndjson or markdown' -r -f -a "text\t'For people'
json\t'One object'
ndjson\t'One object a line'
markdown\t'To paste into an issue'"
complete -c cberr -n "__fish_cberr_using_subcommand explain" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR or TERM=dumb say otherwise'
always\t'Always'
never\t'Never'"
complete -c cberr -n "__fish_cberr_using_subcommand explain" -l service -d 'Only this service, for example cos' -r -f -k -a "(__fish_cberr_ask)"
complete -c cberr -n "__fish_cberr_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cberr -n "__fish_cberr_using_subcommand parse" -l lang -d 'Language of the answer: en or zh' -r -f -a "en\t'English'
zh\t'Chinese (simplified)'"
complete -c cberr -n "__fish_cberr_using_subcommand parse" -l format -d 'Form of the answer: text, json, ndjson or markdown' -r -f -a "text\t'For people'
json\t'One object'
ndjson\t'One object a line'
markdown\t'To paste into an issue'"
complete -c cberr -n "__fish_cberr_using_subcommand parse" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR or TERM=dumb say otherwise'
always\t'Always'
never\t'Never'"
complete -c cberr -n "__fish_cberr_using_subcommand parse" -l top -d 'Of a log, explain this many kinds of error [default: 5]' -r
complete -c cberr -n "__fish_cberr_using_subcommand parse" -l fail-on -d 'Exit with 4 if found: CODE, fault=WHOSE, retry=ADVICE' -r -f -k -a "(__fish_cberr_ask)"
complete -c cberr -n "__fish_cberr_using_subcommand parse" -l brief -d 'Of a log, only the table'
complete -c cberr -n "__fish_cberr_using_subcommand parse" -l all -d 'Of a log, explain every kind of error'
complete -c cberr -n "__fish_cberr_using_subcommand parse" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cberr -n "__fish_cberr_using_subcommand list" -l lang -d 'Language of the answer: en or zh' -r -f -a "en\t'English'
zh\t'Chinese (simplified)'"
complete -c cberr -n "__fish_cberr_using_subcommand list" -l format -d 'Form of the answer: text, json, ndjson or markdown' -r -f -a "text\t'For people'
json\t'One object'
ndjson\t'One object a line'
markdown\t'To paste into an issue'"
complete -c cberr -n "__fish_cberr_using_subcommand list" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR or TERM=dumb say otherwise'
always\t'Always'
never\t'Never'"
complete -c cberr -n "__fish_cberr_using_subcommand list" -l category -d 'Only this category, for example storage' -r -f -k -a "(__fish_cberr_ask)"
complete -c cberr -n "__fish_cberr_using_subcommand list" -l service -d 'Only this service, for example cos' -r -f -k -a "(__fish_cberr_ask)"
complete -c cberr -n "__fish_cberr_using_subcommand list" -l search -d 'Only entries with all of these words' -r -f -k -a "(__fish_cberr_ask)"
complete -c cberr -n "__fish_cberr_using_subcommand list" -l all -d 'Every code'
complete -c cberr -n "__fish_cberr_using_subcommand list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cberr -n "__fish_cberr_using_subcommand merge" -l lang -d 'Language of the answer: en or zh' -r -f -a "en\t'English'
zh\t'Chinese (simplified)'"
complete -c cberr -n "__fish_cberr_using_subcommand merge" -l format -d 'Form of the answer: text, json, ndjson or markdown' -r -f -a "text\t'For people'
json\t'One object'
ndjson\t'One object a line'
markdown\t'To paste into an issue'"
complete -c cberr -n "__fish_cberr_using_subcommand merge" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR or TERM=dumb say otherwise'
always\t'Always'
never\t'Never'"
complete -c cberr -n "__fish_cberr_using_subcommand merge" -l top -d 'Of a log, explain this many kinds of error [default: 5]' -r
complete -c cberr -n "__fish_cberr_using_subcommand merge" -l brief -d 'Of a log, only the table'
complete -c cberr -n "__fish_cberr_using_subcommand merge" -l all -d 'Of a log, explain every kind of error'
complete -c cberr -n "__fish_cberr_using_subcommand merge" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cberr -n "__fish_cberr_using_subcommand completions" -l lang -d 'Language of the answer: en or zh' -r -f -a "en\t'English'
zh\t'Chinese (simplified)'"
complete -c cberr -n "__fish_cberr_using_subcommand completions" -l format -d 'Form of the answer: text, json, ndjson or markdown' -r -f -a "text\t'For people'
json\t'One object'
ndjson\t'One object a line'
markdown\t'To paste into an issue'"
complete -c cberr -n "__fish_cberr_using_subcommand completions" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR or TERM=dumb say otherwise'
always\t'Always'
never\t'Never'"
complete -c cberr -n "__fish_cberr_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cberr -n "__fish_cberr_using_subcommand schema" -l lang -d 'Language of the answer: en or zh' -r -f -a "en\t'English'
zh\t'Chinese (simplified)'"
complete -c cberr -n "__fish_cberr_using_subcommand schema" -l format -d 'Form of the answer: text, json, ndjson or markdown' -r -f -a "text\t'For people'
json\t'One object'
ndjson\t'One object a line'
markdown\t'To paste into an issue'"
complete -c cberr -n "__fish_cberr_using_subcommand schema" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR or TERM=dumb say otherwise'
always\t'Always'
never\t'Never'"
complete -c cberr -n "__fish_cberr_using_subcommand schema" -s h -l help -d 'Print help (see more with \'--help\')'

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
