using System.Text;
using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Html;

namespace Postern.LocalOrg.Console;

/// <summary>
/// The look of the console, in the colours of the hosted pages. On a phone tables become lists; nothing is wider than it.
/// </summary>
static class ConsoleSheet
{
    public const string Icon =
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="4" fill="#1662dd"/>
        <path d="M5 13V8a3 3 0 0 1 6 0v5" fill="none" stroke="#fff" stroke-width="2"/></svg>
        """;

    const string Rules =
        """

        :root { --good: #1a6b35; --good-ground: #e5f3e9; --lane: #b9b9c2; }
        @media (prefers-color-scheme: dark) { :root { --good: #7fd49a; --good-ground: #1c3324; --lane: #4d5059; } }
        * { box-sizing: border-box; }
        body { font: 16px/1.5 system-ui, sans-serif; background: var(--ground); color: var(--text); margin: 0; overflow-wrap: anywhere; }
        header, main, footer { max-width: 68rem; margin: 0 auto; padding: 1rem; }
        header { padding-bottom: 0; }
        @media (max-width: 70rem) { header, footer { padding-left: 1.5rem; padding-right: 1.5rem; } }
        .org { margin: 0; font-weight: 600; }
        .org a { color: inherit; text-decoration: none; }
        nav ul { display: flex; flex-wrap: wrap; gap: .25rem; margin: .5rem -.65rem 0; padding: 0; list-style: none; }
        nav a { display: block; padding: .3rem .65rem; color: var(--text); text-decoration: none; border-radius: 8px; }
        nav a:hover { background: var(--card); }
        nav a[aria-current] { color: var(--on-accent); background: var(--accent); }
        main { margin-top: .75rem; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
        main:focus { outline: none; }
        main.narrow { max-width: 40rem; margin-top: 8vh; }
        @media (max-width: 70rem) { main { margin-left: .5rem; margin-right: .5rem; } }
        footer { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; font-size: .875rem; }
        footer p { margin: 0; }
        footer form:last-child { margin-left: auto; }
        h1 { font-size: 1.375rem; line-height: 1.3; margin: 0 0 1rem; }
        h2 { font-size: 1.0625rem; margin: 1.75rem 0 .5rem; }
        h3 { font-size: 1rem; margin: 1rem 0 .25rem; }
        a { color: var(--accent); }
        .skip { position: absolute; left: -100vw; padding: .5rem 1rem; background: var(--card); }
        .skip:focus { left: .5rem; top: .5rem; z-index: 1; }
        :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
        dl { margin: 0; }
        dl > div { display: grid; grid-template-columns: minmax(7rem, 12rem) minmax(0, 1fr); gap: .25rem 1rem; padding: .35rem 0;
          border-bottom: 1px solid var(--line); }
        dt { color: var(--quiet); }
        dd { margin: 0; }
        table { width: 100%; border-collapse: collapse; font-size: .9375rem; }
        caption { text-align: left; color: var(--quiet); padding-bottom: .35rem; }
        th, td { padding: .4rem .75rem .4rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
        th { color: var(--quiet); font-weight: 400; overflow-wrap: normal; }
        @media (max-width: 40rem) {
          thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
          table, tbody, tr, td, caption { display: block; }
          tr { padding: .5rem 0; border-bottom: 1px solid var(--line); }
          td { display: grid; grid-template-columns: 6.5rem minmax(0, 1fr); gap: .5rem; padding: .15rem 0; border: 0; }
          td::before { content: attr(data-head); color: var(--quiet); }
          dl > div { grid-template-columns: minmax(0, 1fr); gap: 0; }
        }
        code, pre { font: .875em/1.5 ui-monospace, monospace; }
        pre { margin: .5rem 0; padding: .75rem; white-space: pre-wrap; border: 1px solid var(--line); border-radius: 8px; }
        form { margin: .5rem 0; }
        form.row { display: flex; flex-wrap: wrap; gap: .5rem .75rem; align-items: end; }
        form.row > div { flex: 1 1 11rem; }
        .actions { display: flex; flex-wrap: wrap; gap: .5rem; }
        .actions form { margin: 0; }
        label { display: block; margin: .5rem 0 .15rem; }
        form.row label { margin-top: 0; }
        input, select, textarea { width: 100%; padding: .5rem .65rem; font: inherit; color: inherit; background: var(--card);
          border: 1px solid var(--edge); border-radius: 8px; }
        input[type=checkbox] { width: auto; accent-color: var(--accent); }
        button { padding: .5rem .9rem; font: inherit; color: var(--text); background: var(--card); border: 1px solid var(--edge);
          border-radius: 8px; cursor: pointer; }
        form > button:not(:only-child) { margin-top: .5rem; }
        button:hover { border-color: var(--text); }
        button.main { color: var(--on-accent); background: var(--accent); border-color: transparent; font-weight: 600; }
        button.main:hover { background: var(--pressed); }
        button.danger { color: var(--problem); border-color: var(--problem); }
        button.copy { padding: .2rem .6rem; font-size: .875rem; }
        .quiet { color: var(--quiet); }
        .problem { padding: .5rem .75rem; color: var(--problem); background: var(--problem-ground); border-left: 4px solid;
          border-radius: 4px; }
        .done { padding: .5rem .75rem; color: var(--good); background: var(--good-ground); border-left: 4px solid; border-radius: 4px; }
        .badge { display: inline-block; padding: 0 .5rem; border-radius: 6px; font-size: .875rem; }
        .good { color: var(--good); background: var(--good-ground); }
        .bad { color: var(--problem); background: var(--problem-ground); }
        .decides { font-weight: 600; }
        svg.flow { display: block; width: 100%; margin: .5rem 0; overflow: hidden; font: 12px ui-monospace, monospace; }
        svg.flow text { fill: var(--text); paint-order: stroke; stroke: var(--card); stroke-width: 5px; stroke-linejoin: round; }
        svg.flow .who { font: 600 12px system-ui, sans-serif; }
        svg.flow .note { fill: var(--quiet); }
        svg.flow .lane { stroke: var(--lane); stroke-dasharray: 2 4; }
        svg.flow .ask { stroke: var(--text); stroke-width: 1.5; }
        svg.flow .answer { stroke: var(--good); stroke-width: 1.5; stroke-dasharray: 6 3; }
        svg.flow .head { fill: var(--text); }
        svg.flow .bad-head { fill: var(--problem); }
        svg.flow .said { fill: var(--good); }
        svg.flow .no .answer { stroke: var(--problem); }
        svg.flow .no .said, svg.flow .no .why { fill: var(--problem); }
        svg.flow a:focus-visible { outline: 3px solid var(--accent); }
        svg.flow a:hover text:first-of-type { text-decoration: underline; }
        """;

    public const string Text = Style.Palette + Rules;

    public static Task WriteAsync(HttpContext context, string type, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        context.Response.ContentType = type + ";charset=utf-8";
        context.Response.ContentLength = bytes.Length;
        return context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }
}
