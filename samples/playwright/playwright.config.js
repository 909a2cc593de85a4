import { defineConfig } from '@playwright/test';
import { shop } from './settings.js';

export default defineConfig({
  testDir: 'tests',
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 60_000 },
  webServer: { command: 'node apps.js', url: new URL('/', shop.redirectUri).href, timeout: 120_000 },
  use: { launchOptions: { executablePath: process.env.CHROMIUM } }, // without it, Playwright's own
});
