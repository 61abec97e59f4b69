
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
