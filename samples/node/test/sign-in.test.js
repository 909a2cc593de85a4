import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createApp, settings } from '../app.js';

const { OKTA_CLIENT_ORGURL: org, OKTA_USERNAME: username, OKTA_PASSWORD: password } = process.env;
let server, address;

before(async () => {
  const app = await createApp(settings);
  server = app.listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  address = `http://127.0.0.1:${server.address().port}`;
});

after(() => server.close());

test('whoever is not signed in is sent to Okta', async () => {
  const browser = browse();

  const me = await browser.get('/me');
  const login = await browser.get(me.headers.get('location'));

  assert.equal(login.status, 302);
  assert.ok(login.headers.get('location').startsWith(`${settings.issuer}/v1/authorize?`));
});

test('a person signs in and is known by name', async () => {
  const browser = browse();

  const login = await browser.get('/login');
  const answer = await signIn(login.headers.get('location'));
  const signedIn = await browser.get(answer);
  const me = await browser.get(signedIn.headers.get('location'));

  assert.deepEqual(await me.json(), { login: username, name: 'Ada Active' });
});

test('an answer that belongs to another sign-in is refused', async () => {
  const [mine, somebodys] = [browse(), browse()];
  await mine.get('/login');

  const login = await somebodys.get('/login');
  const answer = await mine.get(await signIn(login.headers.get('location')));

  assert.equal(answer.status, 403);
  assert.equal((await mine.get('/me')).status, 302);
});

// Without a browser: the session token of Okta's authentication API signs in, and Okta sends the browser back to the application.
async function signIn(authorizeUrl) {
  const authenticated = await fetch(`${org}/api/v1/authn`, {
    method: 'POST',
    headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
    body: JSON.stringify({ username, password }),
  });
  const { sessionToken } = await authenticated.json();
  const answer = await fetch(`${authorizeUrl}&prompt=none&sessionToken=${sessionToken}`, { redirect: 'manual' });
  const { pathname, search } = new URL(answer.headers.get('location'));
  return pathname + search; // the redirect URI is the application's, wherever it listens for this test
}

function browse() {
  const cookies = new Map();
  return {
    async get(path) {
      const response = await fetch(new URL(path, address), {
        redirect: 'manual',
        headers: { Cookie: [...cookies].map((pair) => pair.join('=')).join('; ') },
      });
      for (const cookie of response.headers.getSetCookie()) cookies.set(...cookie.split(';')[0].split('='));
      return response;
    },
  };
}
