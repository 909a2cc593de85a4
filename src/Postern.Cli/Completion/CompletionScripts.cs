namespace Postern.Cli;

/// <summary>What each shell is told, so that it asks the command at each TAB: names and values are the command's alone to know.</summary>
static class CompletionScripts
{
    public static IReadOnlyList<string> Shells { get; } = ["bash", "zsh", "fish", "pwsh"];

    public static string For(string shell) => shell switch
    {
        "bash" => Bash,
        "zsh" => Zsh,
        "fish" => Fish,
        _ => PowerShell,
    };

    // bash 3.2 (macOS) has no mapfile. It takes what stands before the last : or = for a word of its own, which is not to come again.
    const string Bash = """
        # Completes postern in bash. In ~/.bashrc:  eval "$(postern completion bash)"
        _postern() {
          local typed=${COMP_LINE:0:COMP_POINT} word before='' reply
          word=${typed##*[[:space:]]}
          if [[ $word == *:* && $COMP_WORDBREAKS == *:* ]]; then before=${word%"${word##*:}"}; fi
          if [[ ${word#"$before"} == *=* && $COMP_WORDBREAKS == *=* ]]; then before=${word%"${word##*=}"}; fi
          COMPREPLY=()
          while IFS= read -r reply; do
            reply=${reply%%$'\t'*}
            COMPREPLY+=("${reply#"$before"}")
          done < <("$1" '[complete]' "$typed" 2>/dev/null)
          if [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *[:=] ]]; then compopt -o nospace 2>/dev/null; fi
        }
        complete -o default -F _postern postern
        """;

    const string Zsh = """
        #compdef postern
        # Completes postern in zsh. In ~/.zshrc, behind compinit:  source <(postern completion zsh)
        _postern() {
          local -a whole open
          local line shown
          for line in "${(@f)$(postern '[complete]' "${(j: :)words[1,CURRENT-1]} $PREFIX" 2>/dev/null)}"; do
            [[ -n $line ]] || continue
            shown=${${line%%$'\t'*}//:/\\:}
            [[ $line != *$'\t'* ]] || shown+=":${line#*$'\t'}"
            case ${line%%$'\t'*} in
              (*[:=]) open+=("$shown") ;;
              (*) whole+=("$shown") ;;
            esac
          done
          if (( $#whole + $#open == 0 )); then
            _files
            return
          fi
          (( $#whole )) && _describe -t postern postern whole
          (( $#open )) && _describe -t postern postern open -S ''
          return 0
        }
        if [[ ${funcstack[1]-} == _postern ]]; then _postern "$@"; else compdef _postern postern; fi
        """;

    const string Fish = """
        # Completes postern in fish. In ~/.config/fish/config.fish:  postern completion fish | source
        function __postern_ask
            set -g __postern_found (postern '[complete]' (commandline --cut-at-cursor --current-process | string collect) 2>/dev/null)
            test (count $__postern_found) -gt 0
        end
        complete --command postern --condition __postern_ask --no-files --arguments '$__postern_found'
        """;

    const string PowerShell = """
        # Completes postern in PowerShell. In $PROFILE:  postern completion pwsh | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName postern -ScriptBlock {
          param($word, $ast, $cursor)
          $length = $cursor - $ast.Extent.StartOffset
          $typed = $ast.ToString().PadRight($length).Substring(0, $length)
          postern '[complete]' $typed 2>$null | ForEach-Object {
            $text, $about = $_ -split "`t", 2
            if (-not $about) { $about = $text }
            [System.Management.Automation.CompletionResult]::new($text, $text, 'ParameterValue', $about)
          }
        }
        """;
}
