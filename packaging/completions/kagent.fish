# Completions of kagent for fish, made by: kagent completion fish

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
