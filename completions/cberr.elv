
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
            cand --lang 'Language of the answer [default: from CBERR_LANG, LC_ALL, LC_MESSAGES, LANG]'
            cand --format 'Form of the answer'
            cand --color 'When to use colour'
            cand --service 'Only this service'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand explain 'Arguments of `explain`'
            cand parse 'Arguments of `parse`'
            cand list 'Arguments of `list`'
            cand completions 'Arguments of `completions`'
            cand schema 'Print the JSON Schema of --format json'
        }
        &'cberr;explain'= {
            cand --lang 'Language of the answer [default: from CBERR_LANG, LC_ALL, LC_MESSAGES, LANG]'
            cand --format 'Form of the answer'
            cand --color 'When to use colour'
            cand --service 'Only this service'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'cberr;parse'= {
            cand --lang 'Language of the answer [default: from CBERR_LANG, LC_ALL, LC_MESSAGES, LANG]'
            cand --format 'Form of the answer'
            cand --color 'When to use colour'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'cberr;list'= {
            cand --lang 'Language of the answer [default: from CBERR_LANG, LC_ALL, LC_MESSAGES, LANG]'
            cand --format 'Form of the answer'
            cand --color 'When to use colour'
            cand --category 'Only this category, for example storage'
            cand --service 'Only this service, for example cos'
            cand --search 'Only entries with all these words, in either language'
            cand --all 'Every code'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'cberr;completions'= {
            cand --lang 'Language of the answer [default: from CBERR_LANG, LC_ALL, LC_MESSAGES, LANG]'
            cand --format 'Form of the answer'
            cand --color 'When to use colour'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'cberr;schema'= {
            cand --lang 'Language of the answer [default: from CBERR_LANG, LC_ALL, LC_MESSAGES, LANG]'
            cand --format 'Form of the answer'
            cand --color 'When to use colour'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
    ]
    $completions[$command]
}
