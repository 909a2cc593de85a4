// oidc-provider as an authorization server with one API, one service and one public client, each user signed in at first sight.
//   oidc-provider.mjs memory|FILE
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';
import { MapAdapter } from './map-adapter.mjs';
import { tellReady, versionOf } from './ready.mjs';
import { sqliteAdapter } from './sqlite-adapter.mjs';

const [storage] = process.argv.slice(2);
const api = 'urn:example:api';
const opaqueApi = 'urn:example:opaque';
const redirectUri = 'https://app.example/callback';
const secret = 'service-secret-that-is-no-secret-0123456789';

const server = createServer().listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const url = `http://127.0.0.1:${server.address().port}`;

const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
const provider = new Provider(url, {
  adapter: storage === 'memory' ? MapAdapter : sqliteAdapter(storage),
  jwks: { keys: [{ ...key, alg: 'RS256', use: 'sig', kid: 'rsa' }] },
  cookies: { keys: ['a-key-that-everybody-may-know-since-it-guards-nothing'] },
  clients: [
    { client_id: 'service', client_secret: secret, grant_types: ['client_credentials'], redirect_uris: [], response_types: [] },
    { client_id: 'spa', token_endpoint_auth_method: 'none', grant_types: ['authorization_code'], redirect_uris: [redirectUri] },
    { client_id: 'spa-refreshing', token_endpoint_auth_method: 'none', grant_types: ['authorization_code', 'refresh_token'], redirect_uris: [redirectUri] },
  ],
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    introspection: { enabled: true, allowedPolicy: () => true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => api,
      useGrantedResource: () => true,
      getResourceServerInfo: (_, resource) => ({ scope: 'api', audience: resource, accessTokenFormat: resource === opaqueApi ? 'opaque' : 'jwt' }),
    },
  },
  pkce: { required: () => true },
  issueRefreshToken: (_, client) => client.grantTypeAllowed('refresh_token'),
  expiresWithSession: () => false,
  findAccount: (_, accountId) => ({ accountId, claims: () => ({ sub: accountId, name: 'Ada Active', email: 'ada@example.com' }) }),
  loadExistingGrant,
  interactions: { url: (_, interaction) => `/sign-in/${interaction.uid}` },
});

// Consent is given beforehand, once per session and client.
async function loadExistingGrant({ oidc }) {
  const known = oidc.session.grantIdFor(oidc.client.clientId);
  if (known)
    return provider.Grant.find(known);

  const grant = new provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
  grant.addOIDCScope('openid profile email');
  grant.addResourceScope(api, 'api');
  await grant.save();
  return grant;
}

const answer = provider.callback();
server.on('request', (request, response) => (request.url.startsWith('/sign-in/')
  ? provider.interactionFinished(request, response, { login: { accountId: 'ada' } }, { mergeWithLastSubmission: false })
  : answer(request, response)));

const lacks = storage === 'memory' ? 'keeps nothing on disk' : undefined;

tellReady({
  name: `oidc-provider ${versionOf('oidc-provider')}, ${storage === 'memory' ? 'in memory' : 'SQLite'}`,
  url,
  authorizePath: '/auth',
  tokenPath: '/token',
  introspectionPath: '/token/introspection',
  keysPath: '/jwks',
  service: { clientId: 'service', secret, form: 'scope=api', introspectedForm: `scope=api&resource=${encodeURIComponent(opaqueApi)}` },
  app: { clientId: 'spa', refreshingClientId: 'spa-refreshing', redirectUri },
  flows: {
    clientCredentials: { does: 'client secret, RS256 access token; JWTs it does not store' },
    code: { does: 'session cookie, prompt=none, PKCE; RS256 access and ID token', lacks },
    refresh: { does: 'rotation; RS256 access and ID token', lacks },
    introspection: { does: 'client secret, look-up of an opaque token', lacks: lacks ?? 'introspects no JWT: verifies no signature' },
    keys: { does: 'the public key' },
  },
  note: storage === 'memory' ? 'Storage is a Map.' : 'Storage is node:sqlite with the local org\'s settings.',
});
