namespace Postern.LocalOrg.Html;

/// <summary>
/// The look of our pages, by day and by night as the reader's system has it. Every pair of colours that meet as text and ground contrasts
/// by 4.5 to 1 at least.
/// </summary>
static class Style
{
    /// <summary>The colours, by day and by night.</summary>
    public const string Palette =
        """
        :root {
          color-scheme: light dark;
          --ground: #f4f4f2; --card: #fff; --text: #1d1d21; --quiet: #5c5c66; --line: #d7d7dc; --edge: #85858f;
          --accent: #1662dd; --pressed: #0f4bab; --on-accent: #fff; --problem: #b3261e; --problem-ground: #fdecea;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --ground: #141518; --card: #1f2125; --text: #ececf0; --quiet: #a9aab4; --line: #393b42; --edge: #80828d;
            --accent: #7cabff; --pressed: #a6c6ff; --on-accent: #0b1830; --problem: #ff9a92; --problem-ground: #3b2222;
          }
        }
        """;

    public const string Sheet = "<style>\n" + Palette + Rules;

    const string Rules =
        """

        body { font: 16px/1.5 system-ui, sans-serif; background: var(--ground); color: var(--text); margin: 0; padding: 1rem; overflow-wrap: break-word; }
        main { box-sizing: border-box; max-width: 26rem; margin: 8vh auto 2rem; padding: 2rem; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
        @media (max-width: 30rem) { main { margin-top: 0; padding: 1.25rem; } }
        main.wide { max-width: 60rem; }
        h2 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
        table { width: 100%; border-collapse: collapse; font-size: .875rem; }
        th, td { padding: .35rem .5rem .35rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); overflow-wrap: break-word; }
        th { color: var(--quiet); font-weight: 400; overflow-wrap: normal; }
        pre { padding: .75rem; font: .8125rem/1.5 ui-monospace, monospace; white-space: pre-wrap; border: 1px solid var(--line); border-radius: 8px; }
        h1 { font-size: 1.375rem; line-height: 1.3; margin: 0 0 1rem; text-wrap: balance; }
        a { color: var(--accent); }
        label { display: block; margin: 1rem 0 .25rem; }
        img { box-sizing: border-box; display: block; max-width: 100%; margin: 1rem auto; padding: .5rem; color: #1d1d21; background: #fff; border-radius: 8px; }
        input, select { box-sizing: border-box; width: 100%; padding: .6rem .75rem; font: inherit; color: inherit; background: var(--card); border: 1px solid var(--edge); border-radius: 8px; }
        input[type=checkbox] { width: auto; accent-color: var(--accent); }
        button { width: 100%; margin-top: 1rem; padding: .65rem 1rem; font: inherit; font-weight: 600; color: var(--on-accent); background: var(--accent); border: 1px solid transparent; border-radius: 8px; text-wrap: balance; cursor: pointer; }
        button:hover { background: var(--pressed); }
        button.quiet, form.choice:not(:only-of-type) button { font-weight: 400; color: var(--text); background: none; border-color: var(--edge); }
        button.quiet:hover, form.choice:not(:only-of-type) button:hover { border-color: var(--text); }
        button.way { width: auto; margin-top: .75rem; padding: 0; font-weight: 400; color: var(--accent); background: none; border: 0; border-radius: 2px; text-decoration: underline; }
        :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
        form.choice { margin-top: 1rem; padding-top: .25rem; border-top: 1px solid var(--line); }
        form.choice:first-of-type { margin-top: 0; padding-top: 0; border-top: 0; }
        a.way { display: block; width: fit-content; margin-top: .75rem; border-radius: 2px; }
        .ways { margin-top: 1.25rem; padding-top: .5rem; border-top: 1px solid var(--line); }
        .scopes { padding-left: 1.25rem; }
        .scopes label { display: inline; }
        .scopes li:has(input) { margin-left: -1.25rem; list-style: none; }
        small, .aside { color: var(--quiet); }
        .code { font: 1.375rem/2 ui-monospace, monospace; letter-spacing: .1em; text-align: center; overflow-wrap: anywhere; }
        .problem { padding: .5rem .75rem; color: var(--problem); background: var(--problem-ground); border-left: 4px solid; border-radius: 4px; }
        </style>
        """;
}
