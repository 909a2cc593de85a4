// emulate's Okta service with what it seeds by itself.
import { createServer } from 'node:net';
import { createEmulator } from 'emulate';
import { tellReady, versionOf } from './ready.mjs';

const port = await freePort();
await createEmulator({ service: 'okta', port });

tellReady({
  name: `emulate ${versionOf('emulate')}, Okta`,
  url: `http://127.0.0.1:${port}`,
  authorizePath: '/oauth2/default/v1/authorize/callback',
  // Its sign-in page lists the users as buttons: this is the form that one of them posts.
  authorizeForm: 'user_ref=testuser%40okta.local',
  countsCallers: true,
  tokenPath: '/oauth2/default/v1/token',
  introspectionPath: '/oauth2/default/v1/introspect',
  keysPath: '/oauth2/default/v1/keys',
  service: { clientId: 'okta-test-client', secret: 'okta-test-secret', form: 'scope=api' },
  app: { clientId: 'okta-test-app', redirectUri: 'http://localhost:3000/official-sdk/callback' },
  flows: {
    clientCredentials: { does: 'opaque access token', lacks: 'no JWT, nothing signed' },
    code: { does: 'POST of the sign-in page\'s button, POST token; opaque access token, RS256 ID token, refresh token', lacks: 'no password, no session; the access token is no JWT' },
    refresh: { does: 'opaque access token, RS256 ID token, new refresh token', lacks: 'the access token is no JWT' },
    introspection: { does: 'client secret, look-up of the opaque token', lacks: 'verifies no signature: there is none' },
    keys: { does: 'the public key' },
  },
  note: 'It keeps everything in memory. It answers 403 to a caller\'s 5,000th request in an hour; the load generator changes its bearer token in time.',
});

// Port 0 it takes for "none given".
function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
