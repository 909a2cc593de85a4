import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Builder, By } from 'selenium-webdriver';
import chrome from 'selenium-webdriver/chrome.js';
import { createApp, settings } from '../../node/app.js';

const { OKTA_CLIENT_ORGURL: org, OKTA_USERNAME: username, OKTA_PASSWORD: password, CHROMIUM, CHROMEDRIVER } = process.env;
const { origin, port } = new URL(settings.redirectUri);
let server, browser;

before(async () => {
  server = (await createApp(settings)).listen(Number(port), '127.0.0.1');
  const options = new chrome.Options().addArguments('--headless=new', '--no-sandbox', '--disable-gpu');
  if (CHROMIUM) options.setBinaryPath(CHROMIUM);
  const start = new Builder().forBrowser('chrome').setChromeOptions(options);
  if (CHROMEDRIVER) start.setChromeService(new chrome.ServiceBuilder(CHROMEDRIVER));
  browser = await start.build();
});

after(async () => {
  await browser?.quit();
  server.close();
  server.closeAllConnections();
});

test('Wim is in the warehouse at once', async () => {
  await browser.get(await signedIn(`${origin}/me`));

  assert.equal(await browser.getCurrentUrl(), `${origin}/me`);
  assert.match(await browser.findElement(By.css('body')).getText(), /wim@example\.com/);
});

// The address at the org that signs a browser in and sends it on.
async function signedIn(redirectUrl) {
  const authenticated = await fetch(`${org}/api/v1/authn`, {
    method: 'POST',
    headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
    body: JSON.stringify({ username, password }),
  });
  const { sessionToken: token } = await authenticated.json();
  return `${org}/login/sessionCookieRedirect?${new URLSearchParams({ token, redirectUrl })}`;
}
