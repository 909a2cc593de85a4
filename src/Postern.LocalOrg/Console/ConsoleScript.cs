namespace Postern.LocalOrg.Console;

/// <summary>
/// The little script: it renews the parts of a page that change while they are looked at, and copies commands. Everything can be read
/// without it.
/// </summary>
static class ConsoleScript
{
    public const string Text =
        """
        'use strict';

        // Parts that change are marked; each is taken from the page as it is now, and whatever somebody is doing beside them stays.
        function renew(page) {
          for (const part of document.querySelectorAll('[data-live]')) {
            const now = page.getElementById(part.id);
            if (!now || now.isEqualNode(part)) continue;
            const active = part.contains(document.activeElement) ? document.activeElement : null;
            if (active && /^(INPUT|SELECT|TEXTAREA)$/.test(active.tagName)) continue;
            const place = active && [...part.querySelectorAll('a, button')].indexOf(active);
            const fresh = document.importNode(now, true);
            part.replaceWith(fresh);
            if (active) [...fresh.querySelectorAll('a, button')][place]?.focus();
          }
          document.getElementById('main').dataset.mark = page.getElementById('main').dataset.mark;
          addCopyButtons();
        }

        const pause = milliseconds => new Promise(done => setTimeout(done, milliseconds));
        const seen = () => document.hidden
          ? new Promise(done => document.addEventListener('visibilitychange', done, { once: true })) : Promise.resolve();

        async function follow(main) {
          for (;;) {
            await seen();
            try {
              const answer = await fetch('/_postern/console/changes?after=' + main.dataset.mark);
              if (answer.status === 403) return;
              if (answer.status !== 200) { if (answer.status !== 204) await pause(2000); continue; }
              const told = performance.now();
              const page = await fetch(location.href, { headers: { Accept: 'text/html' } });
              if (page.ok) renew(new DOMParser().parseFromString(await page.text(), 'text/html'));
              // However much happens, an org that is slow to tell is asked less often.
              await pause(Math.max(200, 4 * (performance.now() - told)));
            } catch {
              await pause(2000);
            }
          }
        }

        function addCopyButtons() {
          for (const command of document.querySelectorAll('pre.command:not([data-copies])')) {
            command.dataset.copies = '';
            const button = document.createElement('button');
            button.type = 'button';
            button.className = 'copy';
            button.textContent = 'Copy';
            button.addEventListener('click', async () => {
              try {
                await navigator.clipboard.writeText(command.textContent);
                button.textContent = 'Copied';
              } catch {
                getSelection().selectAllChildren(command);
                button.textContent = 'Selected: press Ctrl+C';
              }
              setTimeout(() => { button.textContent = 'Copy'; }, 2000);
            });
            command.after(button);
          }
        }

        const main = document.querySelector('main[data-mark]');
        if (main) follow(main);
        addCopyButtons();
        """;
}
