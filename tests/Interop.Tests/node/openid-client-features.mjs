// panva/openid-client with its tokens, once it has them: one step, one of its features, at either kind of authorization server.
import * as client from 'openid-client';
import { answer, authorize, fail, signIn } from './stranger.mjs';

const insecure = { execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks] };
const scope = 'openid profile email offline_access';

const configure = ({ issuer, clientId, clientSecret }) =>
  client.discovery(new URL(issuer), clientId, clientSecret ?? undefined, clientSecret ? undefined : client.None(), insecure);

async function request(config, task, parameters = {}) {
  const [pkceCodeVerifier, expectedState, expectedNonce] = [client.randomPKCECodeVerifier(), client.randomState(), client.randomNonce()];
  return {
    checks: { pkceCodeVerifier, expectedState, expectedNonce },
    parameters: {
      redirect_uri: task.redirectUri, response_type: 'code', scope, state: expectedState, nonce: expectedNonce,
      prompt: 'none', sessionToken: await signIn(task.org, task.username, task.password),
      code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier), code_challenge_method: 'S256', ...parameters,
    },
  };
}

async function tokens(config, task, { options, parameters } = {}) {
  const asked = await request(config, task, parameters);
  return client.authorizationCodeGrant(config, await authorize(client.buildAuthorizationUrl(config, asked.parameters)), { ...asked.checks, idTokenExpected: true }, undefined, options);
}

const steps = {
  async refresh(config, task) {
    const first = await tokens(config, task);
    const second = await client.refreshTokenGrant(config, first.refresh_token);
    return { isNew: first.access_token !== second.access_token, sub: second.claims().sub, refreshToken: second.refresh_token.length, scope: second.scope };
  },

  async introspection(config, task) {
    const { access_token, refresh_token, id_token } = await tokens(config, task);
    const [access, refresh, id, garbage] = await Promise.all([access_token, refresh_token, id_token, 'x'].map((token) => client.tokenIntrospection(config, token)));
    return { access, refresh, id, garbage };
  },

  async revocation(config, task) {
    const { access_token, refresh_token } = await tokens(config, task);
    await client.tokenRevocation(config, refresh_token, { token_type_hint: 'refresh_token' });
    const refused = await client.refreshTokenGrant(config, refresh_token).then(() => null, (error) => error.error);
    return { refused, access: await client.tokenIntrospection(config, access_token) };
  },

  async userinfo(config, task) {
    const { access_token, claims } = await tokens(config, task).then((set) => ({ access_token: set.access_token, claims: set.claims() }));
    return client.fetchUserInfo(config, access_token, claims.sub);
  },

  async dpop(config, task) {
    const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair('ES256'));
    const set = await tokens(config, task, { options: { DPoP } });
    const refreshed = await client.refreshTokenGrant(config, set.refresh_token, undefined, { DPoP });
    const user = await client.fetchUserInfo(config, refreshed.access_token, set.claims().sub, { DPoP });
    const { cnf } = JSON.parse(Buffer.from(refreshed.access_token.split('.')[1], 'base64url'));
    return { tokenType: set.token_type, refreshed: refreshed.token_type, bound: typeof cnf?.jkt, sub: user.sub };
  },

  async clientCredentials(config, task) {
    const set = await client.clientCredentialsGrant(config, { scope: task.scope });
    return { tokenType: set.token_type, scope: set.scope, hasIdToken: 'id_token' in set, hasRefreshToken: 'refresh_token' in set };
  },

  // With an access token that a service got for it, as Okta wants.
  async registration(_, task) {
    const key = await crypto.subtle.importKey('pkcs8', Buffer.from(task.privateKey, 'base64'), { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, false, ['sign']);
    const service = await client.discovery(new URL(task.issuer), task.clientId, undefined, client.PrivateKeyJwt(key, { [client.modifyAssertion]: (_header, payload) => { payload.aud = `${task.org}/oauth2/v1/token`; } }), insecure);
    const { access_token: initialAccessToken } = await client.clientCredentialsGrant(service, { scope: 'okta.clients.register' });
    const config = await client.dynamicClientRegistration(
      new URL(task.issuer),
      { client_name: 'Registered', redirect_uris: [task.redirectUri], response_types: ['code'], grant_types: ['authorization_code'], application_type: 'web', token_endpoint_auth_method: 'client_secret_basic' },
      undefined, { initialAccessToken, ...insecure });
    const { client_id, client_secret } = config.clientMetadata();
    return { clientId: client_id, secret: typeof client_secret };
  },
};

await answer(async (task) => (steps[task.step] ?? fail(`No step ${task.step}`))(task.step === 'registration' ? null : await configure(task), task));
