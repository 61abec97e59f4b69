
use builtin;
use str;

set edit:completion:arg-completer[cberr] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'cberr'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'cberr'= {
            cand --lang 'Language of the answer: en or zh'
            cand --format 'Form of the answer: text, json, ndjson or markdown'
            cand --color 'When to use colour: auto, always or never'
            cand --service 'Only this service, for example cos'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand explain 'Explain codes, numbers, messages or whole bodies'
            cand parse 'Find and explain the errors in files or stdin'
            cand list 'List the catalogue: an overview, or the codes that match'
            cand merge 'Add up the summaries of several runs of parse'
            cand completions 'Print a completion script, which knows the codes too'
            cand schema 'Print the JSON Schema of --format json'
        }
        &'cberr;explain'= {
            cand --lang 'Language of the answer: en or zh'
            cand --format 'Form of the answer: text, json, ndjson or markdown'
            cand --color 'When to use colour: auto, always or never'
            cand --service 'Only this service, for example cos'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'cberr;parse'= {
            cand --lang 'Language of the answer: en or zh'
            cand --format 'Form of the answer: text, json, ndjson or markdown'
            cand --color 'When to use colour: auto, always or never'
            cand --top 'Of a log, explain this many kinds of error [default: 5]'
            cand --fail-on 'Exit with 4 if found: CODE, fault=WHOSE, retry=ADVICE'
            cand --brief 'Of a log, only the table'
            cand --all 'Of a log, explain every kind of error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'cberr;list'= {
            cand --lang 'Language of the answer: en or zh'
            cand --format 'Form of the answer: text, json, ndjson or markdown'
            cand --color 'When to use colour: auto, always or never'
            cand --category 'Only this category, for example storage'
            cand --service 'Only this service, for example cos'
            cand --search 'Only entries with all of these words'
            cand --all 'Every code'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'cberr;merge'= {
            cand --lang 'Language of the answer: en or zh'
            cand --format 'Form of the answer: text, json, ndjson or markdown'
            cand --color 'When to use colour: auto, always or never'
            cand --top 'Of a log, explain this many kinds of error [default: 5]'
            cand --brief 'Of a log, only the table'
            cand --all 'Of a log, explain every kind of error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'cberr;completions'= {
            cand --lang 'Language of the answer: en or zh'
            cand --format 'Form of the answer: text, json, ndjson or markdown'
            cand --color 'When to use colour: auto, always or never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'cberr;schema'= {
            cand --lang 'Language of the answer: en or zh'
            cand --format 'Form of the answer: text, json, ndjson or markdown'
            cand --color 'When to use colour: auto, always or never'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
    ]
    $completions[$command]
}

# Codes, services and categories stand in cberr's catalogue: it is asked for them
# while the line is typed.
var cberr-commands~ = $edit:completion:arg-completer[cberr]
set edit:completion:arg-completer[cberr] = {|@words|
    # There is no list of candidates behind a code.
    try { cberr-commands $@words } catch { }
    if (has-value $words parse) { edit:complete-filename $words[-1] }
    var before = $words[1..-1]
    try {
        e:cberr __complete '='$words[-1] $@before 2>/dev/null | each {|line|
            var name meaning = (str:split &max=2 "\t" $line)
            edit:complex-candidate $name &display=$name'  '$meaning
        }
    } catch { }
}
