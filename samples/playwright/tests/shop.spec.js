import { expect, test } from '@playwright/test';
import { org, shop } from '../settings.js';
import { tokensInLocalStorage } from '../signed-in.js';

const { origin } = new URL(shop.redirectUri);

test('somebody new is sent to the login page', async ({ page }) => {
  await page.goto(origin);

  await expect(page.getByLabel('Password')).toBeVisible();
  expect(page.url()).toContain(org);
});

test.describe('with tokens in localStorage', () => {
  test.use({ storageState: ({}, use) => use(tokensInLocalStorage(origin)) });

  test('Ada is in the shop at once', async ({ page }) => {
    const visited = [];
    page.on('framenavigated', (frame) => visited.push(new URL(frame.url()).origin));

    await page.goto(origin);

    await expect(page.getByRole('heading')).toHaveText('Hello Ada Lovelace');
    expect(visited).toEqual([origin]);
  });
});
