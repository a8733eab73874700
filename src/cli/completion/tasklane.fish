# Completion of tasklane for fish; made by: tasklane completion fish
# Once: tasklane completion fish > ~/.config/fish/completions/tasklane.fish

function __tasklane_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct | string collect --allow-empty)
    for line in (command tasklane __complete -- $words[2..-1] $current 2>/dev/null)
        switch $line
            case ':files*'
                __fish_complete_path $current
            case ':dirs*'
                __fish_complete_directories $current ''
            case '*'
                echo $line
        end
    end
end

for name in {{names}}
    complete --command $name --no-files --arguments '(__tasklane_complete)'
end
