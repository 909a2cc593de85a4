// Somebody else's OpenID Connect provider, with everything on that our client speaks to. Its task arrives as one line of JSON on stdin,
// its address leaves as one line of JSON on stdout, and it ends when stdin does.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { createPublicKey, generateKeyPairSync, randomBytes, verify, webcrypto } from 'node:crypto';

globalThis.crypto ??= webcrypto; // Node 18 has it, but not as a global
const { default: Provider, errors } = await import('oidc-provider');

console.warn = () => {}; // that its store is in memory is what we want

const API = 'https://api.example.com';
const user = { login: 'ada@example.com', password: 'Correct-Horse-9' };
const urn = { jwtBearer: 'urn:ietf:params:oauth:grant-type:jwt-bearer', exchange: 'urn:ietf:params:oauth:grant-type:token-exchange' };

const lines = createInterface({ input: process.stdin });
lines.on('close', () => process.exit(0));
const { value } = await lines[Symbol.asyncIterator]().next();
const task = JSON.parse(value);

const server = createServer();
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const issuer = `http://127.0.0.1:${server.address().port}`;

const grants = [
  'authorization_code', 'refresh_token', 'client_credentials', 'password', 'urn:ietf:params:oauth:grant-type:device_code', 'urn:openid:params:grant-type:ciba', urn.jwtBearer, urn.exchange,
];
const app = { redirect_uris: [task.redirectUri], post_logout_redirect_uris: [task.postLogoutRedirectUri], response_types: ['code'], grant_types: grants, backchannel_token_delivery_mode: 'poll' };
const waiting = []; // requests that a user has not answered on a device of their own

const provider = new Provider(issuer, {
  clients: [
    { ...app, client_id: 'web', client_secret: task.clientSecret, token_endpoint_auth_method: 'client_secret_basic' },
    { ...app, client_id: 'machine', token_endpoint_auth_method: 'private_key_jwt', token_endpoint_auth_signing_alg: 'ES256', jwks: { keys: [JSON.parse(task.clientKey)] } },
    { ...app, client_id: 'native', application_type: 'native', token_endpoint_auth_method: 'none', redirect_uris: [task.redirectUri] },
    { ...app, client_id: 'bound', client_secret: task.clientSecret, token_endpoint_auth_method: 'client_secret_post', dpop_bound_access_tokens: true },
    { ...app, client_id: 'signed', client_secret: task.clientSecret, userinfo_signed_response_alg: 'RS256' },
    { ...app, client_id: 'shared-secret', client_secret: task.clientSecret, userinfo_signed_response_alg: 'HS256' },
  ],
  jwks: { keys: [{ ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }), kid: 'rsa-1', use: 'sig', alg: 'RS256' }] },
  scopes: ['openid', 'email', 'offline_access'],
  claims: { openid: ['sub'], email: ['email', 'email_verified'] },
  conformIdTokenClaims: false,
  findAccount: (ctx, id) => id === user.login ? { accountId: id, claims: () => ({ sub: id, email: id, email_verified: true }) } : undefined,
  interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
  cookies: { keys: [randomBytes(16).toString('hex')] },
  enabledJWA: { dPoPSigningAlgValues: ['ES256', 'RS256'], userinfoSigningAlgValues: ['RS256', 'HS256'] },
  rotateRefreshToken: true,
  ttl: { ClientCredentials: 600 },
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    introspection: { enabled: true },
    revocation: { enabled: true },
    userinfo: { enabled: true },
    jwtUserinfo: { enabled: true },
    rpInitiatedLogout: { enabled: true },
    deviceFlow: { enabled: true },
    pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: task.requiresPushedRequests === 'true' },
    dPoP: { enabled: true, nonceSecret: randomBytes(32), requireNonce: () => task.requiresNonce === 'true' },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => undefined,
      useGrantedResource: () => true,
      getResourceServerInfo(ctx, resource) {
        if (resource !== API) throw new errors.InvalidTarget();
        return { scope: 'orders.read', audience: API, accessTokenTTL: 600, accessTokenFormat: 'jwt', jwt: { sign: { alg: 'RS256' } } };
      },
    },
    ciba: {
      enabled: true,
      deliveryModes: ['poll'],
      processLoginHint: (ctx, hint) => hint === user.login ? hint : undefined,
      validateRequestContext() {},
      validateBindingMessage() {},
      verifyUserCode() {},
      triggerAuthenticationDevice(ctx, request, account, client) { waiting.push({ request, account, client }); },
    },
  },
});

// What it does not ship: three grants, written as its documents say, with the proofs that each of them asks for.
grant('password', ['username', 'password'], (ctx) =>
  ctx.oidc.params.username === user.login && ctx.oidc.params.password === user.password ? user.login : refuse('wrong name or password'));
grant(urn.jwtBearer, ['assertion'], (ctx) => {
  const [header, payload, signature] = ctx.oidc.params.assertion.split('.');
  const signed = verify('sha256', Buffer.from(`${header}.${payload}`), { key: createPublicKey({ key: JSON.parse(task.clientKey), format: 'jwk' }), dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
  const { aud, exp, sub } = JSON.parse(Buffer.from(payload, 'base64url'));
  return signed && aud === issuer && exp * 1000 > Date.now() ? sub : refuse('the assertion is not good');
});
grant(urn.exchange, ['subject_token', 'subject_token_type', 'actor_token', 'actor_token_type', 'requested_token_type', 'audience'], async (ctx) => {
  const { subject_token: token, subject_token_type: type } = ctx.oidc.params;
  const subject = type === 'urn:ietf:params:oauth:token-type:access_token' && await provider.AccessToken.find(token);
  return subject ? subject.accountId : refuse('the subject token is not live');
}, { issued_token_type: 'urn:ietf:params:oauth:token-type:access_token' });

function grant(name, parameters, prove, more = {}) {
  provider.registerGrantType(name, async (ctx, next) => {
    const accountId = await prove(ctx);
    const of = new provider.Grant({ accountId, clientId: ctx.oidc.client.clientId });
    of.addOIDCScope(ctx.oidc.params.scope ?? '');
    const token = new provider.AccessToken({ accountId, client: ctx.oidc.client, grantId: await of.save(), gty: name, scope: of.getOIDCScope() });
    ctx.body = { access_token: await token.save(), token_type: token.tokenType, expires_in: token.expiration, scope: token.scope, ...more };
    await next();
  }, new Set([...parameters, 'scope']));
}

function refuse(why) {
  throw new errors.InvalidGrant(why);
}

const handle = provider.callback();
server.on('request', async (request, response) => {
  try {
    if (request.url.startsWith('/interaction/')) await interact(request, response);
    else if (request.url === '/the-users-own-device') await decide(response);
    else handle(request, response);
  } catch (e) {
    response.writeHead(500, { 'Content-Type': 'text/plain' }).end(String(e.stack));
  }
});

// The pages of a provider are its owner's: one form that signs in, one that consents.
async function interact(request, response) {
  const { uid, prompt, params, session, grantId } = await provider.interactionDetails(request, response);
  if (request.method === 'GET') {
    const fields = prompt.name === 'login' ? '<input name="login"><input name="password" type="password">' : '';
    response.writeHead(200, { 'Content-Type': 'text/html' }).end(`<title>${prompt.name}</title><form method="post" action="/interaction/${uid}">${fields}<button>Go on</button></form>`);
    return;
  }

  let body = '';
  for await (const chunk of request) body += chunk;
  const form = new URLSearchParams(body);
  const signedIn = form.get('login') === user.login && form.get('password') === user.password;
  const result = prompt.name === 'consent' ? { consent: { grantId: await consent(prompt.details, params, session, grantId) } }
    : signedIn ? { login: { accountId: user.login } }
    : { error: 'access_denied', error_description: 'The user did not sign in.' };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: prompt.name === 'consent' });
}

async function consent(details, params, session, grantId) {
  const of = grantId ? await provider.Grant.find(grantId) : new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  if (details.missingOIDCScope) of.addOIDCScope(details.missingOIDCScope.join(' '));
  if (details.missingOIDCClaims) of.addOIDCClaims(details.missingOIDCClaims);
  for (const [resource, scopes] of Object.entries(details.missingResourceScopes ?? {})) of.addResourceScope(resource, scopes.join(' '));
  return of.save();
}

async function decide(response) {
  for (const { request, account, client } of waiting.splice(0)) {
    const of = new provider.Grant({ accountId: account.accountId, clientId: client.clientId });
    of.addOIDCScope(request.scope);
    await of.save();
    await provider.backchannelResult(request, of, { authTime: Math.floor(Date.now() / 1000) });
  }
  response.writeHead(204).end();
}

process.stdout.write(`${JSON.stringify({ issuer })}\n`);
