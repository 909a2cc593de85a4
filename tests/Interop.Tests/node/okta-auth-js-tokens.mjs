// Okta's own SDK after the sign-in: it renews, revokes and asks who the user is.
import { OktaAuth, buildAuthorizeParams, getOAuthUrls } from '@okta/okta-auth-js';
import { answer, fail } from './stranger.mjs';

await answer(async ({ issuer, clientId, redirectUri, username, password }) => {
  const auth = new OktaAuth({ issuer, clientId, redirectUri, scopes: ['openid', 'profile', 'email', 'offline_access'], tokenManager: { autoRenew: false } });
  const transaction = await auth.signInWithCredentials({ username, password });
  const params = { ...await auth.token.prepareTokenParams(), sessionToken: transaction.sessionToken, responseMode: 'query', prompt: 'none' };
  const answered = await fetch(getOAuthUrls(auth).authorizeUrl + buildAuthorizeParams(params), { redirect: 'manual' });
  const redirect = new URL(answered.headers.get('location') ?? fail(`No redirect: ${answered.status}`));
  const { tokens } = await auth.token.exchangeCodeForTokens({ ...params, authorizationCode: redirect.searchParams.get('code') });
  auth.tokenManager.setTokens(tokens);

  const renewed = await auth.token.renewTokensWithRefresh({ scopes: params.scopes }, tokens.refreshToken);
  const user = await auth.token.getUserInfo(renewed.accessToken, renewed.idToken);
  const introspection = `${issuer.includes('/oauth2') ? issuer : `${issuer}/oauth2`}/v1/introspect`;
  const isActive = async (token) => (await (await fetch(introspection, { method: 'POST', body: new URLSearchParams({ client_id: clientId, token }) })).json()).active;
  const before = await isActive(renewed.accessToken.accessToken);
  await auth.revokeAccessToken(renewed.accessToken);
  const after = await isActive(renewed.accessToken.accessToken);
  await auth.revokeRefreshToken(renewed.refreshToken ?? tokens.refreshToken);
  const refused = await auth.token.renewTokensWithRefresh({ scopes: params.scopes }, renewed.refreshToken ?? tokens.refreshToken).then(() => null, (error) => error.errorCode ?? error.name);
  return { isRotated: renewed.refreshToken?.refreshToken !== tokens.refreshToken.refreshToken, user, before, after, refused };
});
