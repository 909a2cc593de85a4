namespace Postern.LocalOrg.Pages;

/// <summary>The look of our pages.</summary>
static class Style
{
    public const string Sheet =
        """
        <style>
        body { font: 16px/1.5 system-ui, sans-serif; background: #f4f4f2; color: #1d1d21; margin: 0; }
        main { max-width: 22rem; margin: 12vh auto 0; padding: 2rem; background: #fff; border: 1px solid #d7d7dc; border-radius: 8px; }
        h1 { font-size: 1.25rem; margin: 0 0 1rem; }
        label { display: block; margin: 1rem 0 .25rem; }
        img { display: block; margin: 0 auto; }
        input, select { box-sizing: border-box; width: 100%; padding: .5rem; font: inherit; border: 1px solid #8c8c96; border-radius: 4px; }
        button { margin-top: 1.5rem; width: 100%; padding: .6rem; font: inherit; color: #fff; background: #1662dd; border: 0; border-radius: 4px; cursor: pointer; }
        button.quiet { margin-top: .75rem; color: #1d1d21; background: #fff; border: 1px solid #8c8c96; }
        .scopes { padding-left: 1.25rem; }
        .scopes label { display: inline; }
        .scopes input { width: auto; }
        .code { font: 1.5rem/2 ui-monospace, monospace; letter-spacing: .1em; text-align: center; }
        .problem { padding: .5rem .75rem; background: #fdecea; border-left: 4px solid #d93934; }
        </style>
        """;
}
