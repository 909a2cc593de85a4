import * as oauth from 'oauth4webapi';
import { answer, authorize, signIn } from './stranger.mjs';

const insecure = { [oauth.allowInsecureRequests]: true };

await answer(async ({ org, issuer, clientId, clientSecret, redirectUri, responseMode, username, password }) => {
  const as = await oauth.processDiscoveryResponse(new URL(issuer), await oauth.discoveryRequest(new URL(issuer), insecure));
  const client = { client_id: clientId };
  const authentication = clientSecret ? oauth.ClientSecretBasic(clientSecret) : oauth.None();
  const [verifier, state, nonce] = [oauth.generateRandomCodeVerifier(), oauth.generateRandomState(), oauth.generateRandomNonce()];

  const url = new URL(as.authorization_endpoint);
  url.search = new URLSearchParams({
    client_id: clientId, redirect_uri: redirectUri, response_type: 'code', response_mode: responseMode, scope: 'openid profile email',
    state, nonce, prompt: 'none', sessionToken: await signIn(org, username, password),
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
  }).toString();
  const answered = await authorize(url);
  const parameters = oauth.validateAuthResponse(as, client, await sent(answered), state);

  const response = await oauth.authorizationCodeGrantRequest(as, client, authentication, parameters, redirectUri, verifier, insecure);
  const tokens = await oauth.processAuthorizationCodeResponse(as, client, response, { expectedNonce: nonce, requireIdToken: true });
  await oauth.validateApplicationLevelSignature(as, response, insecure);
  const claims = oauth.getValidatedIdTokenClaims(tokens);
  const user = await oauth.processUserInfoResponse(as, client, claims.sub, await oauth.userInfoRequest(as, client, tokens.access_token, insecure));
  return { claims, user, tokenType: tokens.token_type, expiresIn: tokens.expires_in, scope: tokens.scope };
});

async function sent(answered) {
  return answered instanceof URL ? answered : new URLSearchParams(await answered.text());
}
