import * as oauth from 'oauth4webapi';
import { answer, authorize, signIn } from './stranger.mjs';

const insecure = { [oauth.allowInsecureRequests]: true };

// What this library does with tokens once it has them: refresh, userinfo, introspection, revocation, with bearer tokens and with bound ones.
await answer(async ({ org, issuer, clientId, clientSecret, redirectUri, username, password, dpop }) => {
  const as = await oauth.processDiscoveryResponse(new URL(issuer), await oauth.discoveryRequest(new URL(issuer), insecure));
  const client = { client_id: clientId };
  const authentication = clientSecret ? oauth.ClientSecretBasic(clientSecret) : oauth.None();
  const DPoP = dpop ? oauth.DPoP(client, await oauth.generateKeyPair('ES256')) : undefined;
  const options = { ...insecure, DPoP };
  let nonceWasDemanded = false;

  // As the library's own examples do it: once more, with the nonce that it has taken from the refusal.
  async function withNonce(request, process) {
    try {
      return await process(await request());
    } catch (e) {
      if (!DPoP || !oauth.isDPoPNonceError(e)) throw e;
      nonceWasDemanded = true;
      return await process(await request());
    }
  }

  const [verifier, state] = [oauth.generateRandomCodeVerifier(), oauth.generateRandomState()];
  const url = new URL(as.authorization_endpoint);
  url.search = new URLSearchParams({
    client_id: clientId, redirect_uri: redirectUri, response_type: 'code', scope: 'openid offline_access', state, prompt: 'none',
    sessionToken: await signIn(org, username, password), code_challenge: await oauth.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
    ...(DPoP && { dpop_jkt: await DPoP.calculateThumbprint() }),
  }).toString();
  const parameters = oauth.validateAuthResponse(as, client, await authorize(url), state);

  const first = await withNonce(
    () => oauth.authorizationCodeGrantRequest(as, client, authentication, parameters, redirectUri, verifier, options),
    (response) => oauth.processAuthorizationCodeResponse(as, client, response, { requireIdToken: true }));
  const subject = oauth.getValidatedIdTokenClaims(first).sub;
  const second = await withNonce(
    () => oauth.refreshTokenGrantRequest(as, client, authentication, first.refresh_token, options),
    (response) => oauth.processRefreshTokenResponse(as, client, response));
  const user = await withNonce(
    () => oauth.userInfoRequest(as, client, second.access_token, options),
    (response) => oauth.processUserInfoResponse(as, client, subject, response));

  const introspect = async (token) => oauth.processIntrospectionResponse(as, client, await oauth.introspectionRequest(as, client, authentication, token, insecure));
  const alive = await introspect(second.access_token);
  await oauth.processRevocationResponse(await oauth.revocationRequest(as, client, authentication, second.refresh_token, insecure));
  const dead = await introspect(second.access_token);
  return { tokenType: second.token_type, nonceWasDemanded, rotated: first.refresh_token !== second.refresh_token, user, alive, dead };
});
