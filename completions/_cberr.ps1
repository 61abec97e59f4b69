
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'cberr' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'cberr'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'cberr' {
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of the answer: en or zh')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Form of the answer: text, json, ndjson or markdown')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always or never')
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Only this service, for example cos')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Explain codes, numbers, messages or whole bodies')
            [CompletionResult]::new('parse', 'parse', [CompletionResultType]::ParameterValue, 'Find and explain the errors in files or stdin')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the catalogue: an overview, or the codes that match')
            [CompletionResult]::new('merge', 'merge', [CompletionResultType]::ParameterValue, 'Add up the summaries of several runs of parse')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a completion script, which knows the codes too')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON Schema of --format json')
            break
        }
        'cberr;explain' {
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of the answer: en or zh')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Form of the answer: text, json, ndjson or markdown')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always or never')
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Only this service, for example cos')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'cberr;parse' {
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of the answer: en or zh')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Form of the answer: text, json, ndjson or markdown')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always or never')
            [CompletionResult]::new('--top', '--top', [CompletionResultType]::ParameterName, 'Of a log, explain this many kinds of error [default: 5]')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Exit with 4 if found: CODE, fault=WHOSE, retry=ADVICE')
            [CompletionResult]::new('--brief', '--brief', [CompletionResultType]::ParameterName, 'Of a log, only the table')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Of a log, explain every kind of error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'cberr;list' {
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of the answer: en or zh')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Form of the answer: text, json, ndjson or markdown')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always or never')
            [CompletionResult]::new('--category', '--category', [CompletionResultType]::ParameterName, 'Only this category, for example storage')
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Only this service, for example cos')
            [CompletionResult]::new('--search', '--search', [CompletionResultType]::ParameterName, 'Only entries with all of these words')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Every code')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'cberr;merge' {
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of the answer: en or zh')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Form of the answer: text, json, ndjson or markdown')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always or never')
            [CompletionResult]::new('--top', '--top', [CompletionResultType]::ParameterName, 'Of a log, explain this many kinds of error [default: 5]')
            [CompletionResult]::new('--brief', '--brief', [CompletionResultType]::ParameterName, 'Of a log, only the table')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Of a log, explain every kind of error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'cberr;completions' {
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of the answer: en or zh')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Form of the answer: text, json, ndjson or markdown')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always or never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'cberr;schema' {
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of the answer: en or zh')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Form of the answer: text, json, ndjson or markdown')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always or never')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
    })

    # Codes, services and categories stand in cberr's catalogue: it is asked for
    # them while the line is typed.
    $before = @($commandElements | Select-Object -Skip 1 |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        ForEach-Object { $_.Extent.Text })
    $completions += @(& cberr __complete "=$wordToComplete" @before 2>$null | ForEach-Object {
        $name, $meaning = $_ -split "`t", 2
        [CompletionResult]::new($name, $name, [CompletionResultType]::ParameterValue, $meaning)
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
