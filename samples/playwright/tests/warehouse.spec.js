import { expect, test } from '@playwright/test';
import { warehouse, wim } from '../settings.js';
import { sessionCookie } from '../signed-in.js';

const { origin } = new URL(warehouse.redirectUri);

test.describe("with the org's session cookie", () => {
  test.use({ storageState: async ({}, use) => use(await sessionCookie(wim, origin)) });

  test('Wim is in the warehouse at once', async ({ page }) => {
    const shown = [];
    page.on('response', (answer) => answer.request().isNavigationRequest() && answer.status() === 200 && shown.push(answer.url()));

    await page.goto(`${origin}/me`);

    await expect(page.getByText('wim@example.com')).toBeVisible();
    expect(shown).toEqual([`${origin}/me`]);
  });
});
