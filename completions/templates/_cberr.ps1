    # Codes, services and categories stand in cberr's catalogue: it is asked for
    # them while the line is typed.
    $before = @($commandElements | Select-Object -Skip 1 |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        ForEach-Object { $_.Extent.Text })
    $completions += @(& cberr __complete "=$wordToComplete" @before 2>$null | ForEach-Object {
        $name, $meaning = $_ -split "`t", 2
        [CompletionResult]::new($name, $name, [CompletionResultType]::ParameterValue, $meaning)
    })

