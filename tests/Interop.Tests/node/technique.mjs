// The technique by Okta's own SDK for JavaScript: in Node there is no hidden frame, so its parts in the order in which getWithoutPrompt uses them.
import { OktaAuth, buildAuthorizeParams, getOAuthUrls } from '@okta/okta-auth-js';
import { fail } from './stranger.mjs';

export async function tokensOf({ issuer, clientId, redirectUri, username, password, scopes = ['openid', 'profile', 'email'] }) {
  const auth = new OktaAuth({ issuer, clientId, redirectUri, scopes });
  const transaction = await auth.signInWithCredentials({ username, password });

  const params = { ...await auth.token.prepareTokenParams(), sessionToken: transaction.sessionToken, responseMode: 'query', prompt: 'none' };
  const answered = await fetch(getOAuthUrls(auth).authorizeUrl + buildAuthorizeParams(params), { redirect: 'manual' });
  const redirect = new URL(answered.headers.get('location') ?? fail(`No redirect: ${answered.status}`));
  if (redirect.searchParams.get('error')) fail(redirect.searchParams.get('error_description'));
  if (redirect.searchParams.get('state') !== params.state) fail('The state is not ours.');

  const { tokens } = await auth.token.exchangeCodeForTokens({ ...params, authorizationCode: redirect.searchParams.get('code') });
  await auth.token.verify(tokens.idToken, { clientId, issuer, nonce: params.nonce, accessToken: tokens.accessToken.accessToken });
  const user = await auth.token.getUserInfo(tokens.accessToken, tokens.idToken);
  return { status: transaction.status, idToken: tokens.idToken.claims, accessToken: auth.token.decode(tokens.accessToken.accessToken).payload, refreshToken: tokens.refreshToken?.refreshToken, user };
}
