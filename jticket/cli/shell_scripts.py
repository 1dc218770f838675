"""The scripts that make a shell's Tab key ask jticket. None of them evaluates what it answers."""

from __future__ import annotations

from typing import Final

BASH: Final = """\
%(complete_func)s() {
    local line
    COMPREPLY=()
    while IFS= read -r line; do
        case $line in
            +*) COMPREPLY+=("${line#+}") ;;
            nospace) compopt -o nospace 2>/dev/null ;;
        esac
    done < <(
        %(complete_var)s=bash_complete _JTICKET_LINE="${COMP_LINE:0:COMP_POINT}" \\
            _JTICKET_BREAKS="$COMP_WORDBREAKS" _JTICKET_TYPE="$COMP_TYPE" \\
            COLUMNS="${COLUMNS:-80}" command %(prog_name)s 2>/dev/null
    )
}
complete -o nosort -F %(complete_func)s %(prog_name)s 2>/dev/null ||
    complete -F %(complete_func)s %(prog_name)s
"""

ZSH: Final = """\
#compdef %(prog_name)s
%(complete_func)s() {
    local line word
    local -a typed lines values shown open_values open_shown
    typed=("${(@Q)words[1,CURRENT-1]}" "${(Q)PREFIX}")
    lines=("${(@f)$(%(complete_var)s=zsh_complete _JTICKET_WORDS="${(pj:\\x1f:)typed}" \\
        COLUMNS=$COLUMNS command %(prog_name)s 2>/dev/null)}")
    for line in "${lines[@]}"; do
        word=${line%%%%$'\\t'*}
        [[ -n $word ]] || continue
        if [[ $word == *= ]]; then
            open_values+=("$word") open_shown+=("${line#*$'\\t'}")
        else
            values+=("$word") shown+=("${line#*$'\\t'}")
        fi
    done
    (( $#values )) && compadd -U -l -V %(prog_name)s -d shown -a values
    (( $#open_values )) && compadd -U -l -S '' -V %(prog_name)s-open -d open_shown -a open_values
    (( $#values + $#open_values ))
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    %(complete_func)s "$@"
else
    compdef %(complete_func)s %(prog_name)s
fi
"""

FISH: Final = """\
function %(complete_func)s
    set -lx %(complete_var)s fish_complete
    set -l current (commandline -ct)
    set -lx _JTICKET_WORDS (string join \\x1f -- (commandline -opc) "$current")
    command %(prog_name)s 2>/dev/null
end
complete --no-files --keep-order --command %(prog_name)s --arguments '(%(complete_func)s)'
"""

POWERSHELL: Final = """\
Register-ArgumentCompleter -Native -CommandName %(prog_name)s -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        ForEach-Object { if ($null -ne $_.Value) { $_.Value } else { $_.Extent.Text } })
    $before = $env:%(complete_var)s, $env:_JTICKET_WORDS, [Console]::OutputEncoding
    try {
        $env:%(complete_var)s = 'powershell_complete'
        $env:_JTICKET_WORDS = (@($words) + "$wordToComplete") -join [char]0x1f
        [Console]::OutputEncoding = [Text.Encoding]::UTF8
        $lines = @(& %(prog_name)s 2>$null)
    } finally {
        $env:%(complete_var)s, $env:_JTICKET_WORDS, [Console]::OutputEncoding = $before
    }
    foreach ($line in $lines) {
        $text, $shown, $tip = "$line" -split "`t", 3
        if ($tip) {
            [Management.Automation.CompletionResult]::new($text, $shown, 'ParameterValue', $tip)
        }
    }
}
"""
