import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'tests',
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 60_000 },
  webServer: { command: 'node serve.js', url: new URL('/', process.env.OKTA_OAUTH2_REDIRECTURI).href, timeout: 120_000 },
  use: {
    baseURL: process.env.OKTA_OAUTH2_REDIRECTURI,
    launchOptions: { executablePath: process.env.CHROMIUM }, // without it, Playwright's own
  },
});
