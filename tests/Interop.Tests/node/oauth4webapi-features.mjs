// panva/oauth4webapi with everything it can do, each answer processed by its own strict reader.
import * as oauth from 'oauth4webapi';
import { answer, authorize, browse, fail, signIn } from './stranger.mjs';

const insecure = { [oauth.allowInsecureRequests]: true };
const scope = 'openid profile email offline_access';

async function meet({ issuer, clientId, clientSecret }) {
  const as = await oauth.processDiscoveryResponse(new URL(issuer), await oauth.discoveryRequest(new URL(issuer), insecure));
  return { as, client: { client_id: clientId }, authentication: clientSecret ? oauth.ClientSecretBasic(clientSecret) : oauth.None() };
}

async function asked(task, parameters = {}) {
  const [verifier, state, nonce] = [oauth.generateRandomCodeVerifier(), oauth.generateRandomState(), oauth.generateRandomNonce()];
  return {
    verifier, state, nonce,
    parameters: {
      client_id: task.clientId, redirect_uri: task.redirectUri, response_type: 'code', scope, state, nonce,
      prompt: 'none', sessionToken: await signIn(task.org, task.username, task.password),
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256', ...parameters,
    },
  };
}

function at(endpoint, parameters) {
  const url = new URL(endpoint);
  url.search = new URLSearchParams(parameters).toString();
  return url;
}

async function redeem({ as, client, authentication }, task, { verifier, state, nonce }, answered, options = {}) {
  const sent = oauth.validateAuthResponse(as, client, answered instanceof URL ? answered : new URLSearchParams(await answered.text()), state);
  const send = () => oauth.authorizationCodeGrantRequest(as, client, authentication, sent, task.redirectUri, verifier, { ...insecure, ...options });
  const read = async () => oauth.processAuthorizationCodeResponse(as, client, await send(), { expectedNonce: nonce, requireIdToken: true });
  return read().catch((error) => oauth.isDPoPNonceError(error) ? read() : Promise.reject(error));
}

async function tokens(party, task, parameters, options) {
  const request = await asked(task, parameters);
  return redeem(party, task, request, await authorize(at(party.as.authorization_endpoint, request.parameters)), options);
}

const steps = {
  async formPost(party, task) {
    return { tokenType: (await tokens(party, task, { response_mode: 'form_post' })).token_type };
  },

  async hybrid({ as, client, authentication }, task) {
    const request = await asked(task, { response_type: 'code id_token', response_mode: 'form_post' });
    const parameters = await oauth.validateCodeIdTokenResponse(as, client, await authorize(at(as.authorization_endpoint, request.parameters)), request.nonce, request.state, undefined, insecure);
    const response = await oauth.authorizationCodeGrantRequest(as, client, authentication, parameters, task.redirectUri, request.verifier, insecure);
    const set = await oauth.processAuthorizationCodeResponse(as, client, response, { expectedNonce: request.nonce, requireIdToken: true });
    return { sub: oauth.getValidatedIdTokenClaims(set).sub };
  },

  async refresh({ as, client, authentication }, task) {
    const first = await tokens({ as, client, authentication }, task);
    const second = await oauth.processRefreshTokenResponse(as, client, await oauth.refreshTokenGrantRequest(as, client, authentication, first.refresh_token, insecure));
    return { isNew: first.access_token !== second.access_token, sub: oauth.getValidatedIdTokenClaims(second).sub };
  },

  async introspection({ as, client, authentication }, task) {
    const { access_token } = await tokens({ as, client, authentication }, task);
    return oauth.processIntrospectionResponse(as, client, await oauth.introspectionRequest(as, client, authentication, access_token, insecure));
  },

  async revocation({ as, client, authentication }, task) {
    const { access_token } = await tokens({ as, client, authentication }, task);
    await oauth.processRevocationResponse(await oauth.revocationRequest(as, client, authentication, access_token, insecure));
    return oauth.processIntrospectionResponse(as, client, await oauth.introspectionRequest(as, client, authentication, access_token, insecure));
  },

  async userinfo({ as, client, authentication }, task) {
    const set = await tokens({ as, client, authentication }, task);
    const { sub } = oauth.getValidatedIdTokenClaims(set);
    return oauth.processUserInfoResponse(as, client, sub, await oauth.userInfoRequest(as, client, set.access_token, insecure));
  },

  async clientCredentials({ as, client, authentication }, task) {
    const response = await oauth.clientCredentialsGrantRequest(as, client, authentication, { scope: task.scope }, insecure);
    return oauth.processClientCredentialsResponse(as, client, response).then(({ token_type, scope: granted }) => ({ tokenType: token_type, scope: granted }));
  },

  async par({ as, client, authentication }, task) {
    const request = await asked(task);
    const pushed = await oauth.processPushedAuthorizationResponse(as, client, await oauth.pushedAuthorizationRequest(as, client, authentication, request.parameters, insecure));
    const answered = await authorize(at(as.authorization_endpoint, { client_id: task.clientId, request_uri: pushed.request_uri }));
    const set = await redeem({ as, client, authentication }, task, request, answered);
    return { expiresIn: pushed.expires_in, sub: oauth.getValidatedIdTokenClaims(set).sub };
  },

  async dpop({ as, client, authentication }, task) {
    const DPoP = oauth.DPoP(client, await oauth.generateKeyPair('ES256'));
    const set = await tokens({ as, client, authentication }, task, {}, { DPoP });
    const { sub } = oauth.getValidatedIdTokenClaims(set);
    const user = await oauth.processUserInfoResponse(as, client, sub, await oauth.userInfoRequest(as, client, set.access_token, { ...insecure, DPoP }));
    return { tokenType: set.token_type, sub: user.sub };
  },

  async device({ as, client, authentication }, task) {
    const started = await oauth.processDeviceAuthorizationResponse(as, client, await oauth.deviceAuthorizationRequest(as, client, authentication, { scope }, insecure));
    const browser = browse();
    await browser.open(started.verification_uri_complete);
    await browser.submit({ username: task.username, password: task.password });
    await browser.submit({ decision: 'allow' });
    const set = await oauth.processDeviceCodeResponse(as, client, await oauth.deviceCodeGrantRequest(as, client, authentication, started.device_code, insecure));
    return { sub: oauth.getValidatedIdTokenClaims(set).sub };
  },
};

await answer(async (task) => (steps[task.step] ?? fail(`No step ${task.step}`))(await meet(task), task));
