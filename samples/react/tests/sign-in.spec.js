import { expect, test } from '@playwright/test';

const { OKTA_CLIENT_ORGURL: org, OKTA_USERNAME: username, OKTA_PASSWORD: password } = process.env;

// Okta's two engines have one way to sign in by redirect: the page cannot tell them apart.
for (const engine of ['classic', 'identity-engine'])
  test(`somebody signs in at an org on ${engine}, and out again`, async ({ page, request }) => {
    await request.post(`${org}/_postern/engine`, { data: { engine } });
    await page.goto('/');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByLabel('Username').fill(username);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('heading')).toHaveText('Hello Ada Lovelace');

    await page.getByRole('button', { name: 'Sign out' }).click();

    await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  });
