"""What a shell is given to complete `kagent`: each script asks the program, and quotes nothing.

The program is started as `kagent completion SHELL --reply`; see kagent_tui.cli.completion_reply for
what it answers.
"""

from __future__ import annotations

from typing import Final

# The first line tells a script of ours from one that the user wrote.
MARK: Final = "Completions of kagent"

_BASH: Final = r"""# Completions of kagent for bash 3.2 and later, made by: kagent completion bash

_kagent() {
    local kind value
    COMPREPLY=()
    while IFS=$'\t' read -r kind value; do
        case $kind in
            file) compopt -o default 2>/dev/null ;;
            dir) compopt -o dirnames 2>/dev/null ;;
            *) COMPREPLY+=("$value") ;;
        esac
    done < <("$1" completion bash --reply -- "${COMP_LINE:0:COMP_POINT}" "$COMP_WORDBREAKS" \
        2>/dev/null </dev/null)
}

complete -o nosort -F _kagent kagent 2>/dev/null || complete -F _kagent kagent
"""

_ZSH: Final = r"""#compdef kagent
# Completions of kagent for zsh, made by: kagent completion zsh

_kagent() {
    local kind value help
    local -a typed plain described
    typed=("${(@Q)words[1,CURRENT-1]}" "${(Q)PREFIX}")
    while IFS=$'\t' read -r kind value help; do
        case $kind in
            file) _files ;;
            dir) _files -/ ;;
            *)
                if [[ -n $help ]]; then
                    described+=("${value//:/\\:}:$help")
                else
                    plain+=("$value")
                fi
                ;;
        esac
    done < <(${~words[1]} completion zsh --reply -- "${typed[@]}" 2>/dev/null </dev/null)
    (( $#described )) && _describe -V kagent described
    (( $#plain )) && compadd -V kagent -a plain
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _kagent "$@"
else
    compdef _kagent kagent
fi
"""

_FISH: Final = r"""# Completions of kagent for fish, made by: kagent completion fish

function __kagent_complete
    set -l typed (commandline -opc)
    set -l current (commandline -ct)
    for line in ($typed[1] completion fish --reply -- $typed "$current" 2>/dev/null </dev/null)
        set -l parts (string split \t -- $line)
        switch $parts[1]
            case file
                __fish_complete_path $current
            case dir
                __fish_complete_directories $current ''
            case '*'
                printf '%s\t%s\n' $parts[2] "$parts[3]"
        end
    end
end

complete --command kagent --no-files --keep-order --arguments '(__kagent_complete)'
"""

# Windows PowerShell 5.1 hands no empty argument on: --new-word stands for it. Where nothing is
# returned PowerShell completes files by itself.
_POWERSHELL: Final = r"""# Completions of kagent for PowerShell 5.1 and later,
# made by: kagent completion powershell

Register-ArgumentCompleter -Native -CommandName kagent -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $typed = @($commandAst.CommandElements |
        Where-Object { $_.Extent.StartOffset -lt $cursorPosition } |
        ForEach-Object { if ($null -ne $_.Value) { [string]$_.Value } else { $_.Extent.Text } })
    $arguments = @('completion', 'powershell', '--reply')
    if ($wordToComplete -eq '') { $arguments += '--new-word' }
    & $typed[0] @arguments '--' @typed 2>$null | ForEach-Object {
        $kind, $value, $help = $_ -split "`t", 3
        if ($kind -eq 'value') {
            $text = $value
            if ($value -match '[\s''"`$(){};,|&<>@#]') {
                $text = "'" + ($value -replace "'", "''") + "'"
            }
            if (-not $help) { $help = $value }
            [System.Management.Automation.CompletionResult]::new(
                $text, $value, 'ParameterValue', $help)
        }
    }
}
"""

SCRIPTS: Final[dict[str, str]] = {
    "bash": _BASH,
    "zsh": _ZSH,
    "fish": _FISH,
    "powershell": _POWERSHELL,
}
