import { OktaAuth } from '@okta/okta-auth-js';
import { answer, fail } from './stranger.mjs';

const steps = {
  async tokens({ issuer, clientId, redirectUri, username, password }) {
    const auth = new OktaAuth({ issuer, clientId, redirectUri, scopes: ['openid', 'profile', 'email'] });
    const transaction = await auth.signInWithCredentials({ username, password });

    // In Node there is no hidden frame: its own parts, in the order getWithoutPrompt uses them.
    const params = { ...await auth.token.prepareTokenParams(), sessionToken: transaction.sessionToken, responseMode: 'query', prompt: 'none' };
    const answered = await fetch(await authorizeUrl(auth, params), { redirect: 'manual' });
    const redirect = new URL(answered.headers.get('location') ?? fail(`No redirect: ${answered.status}`));
    if (redirect.searchParams.get('state') !== params.state) fail('The state is not ours.');

    const { tokens } = await auth.token.exchangeCodeForTokens({ ...params, authorizationCode: redirect.searchParams.get('code') });
    await auth.token.verify(tokens.idToken, { clientId, issuer, nonce: params.nonce, accessToken: tokens.accessToken.accessToken });
    const user = await auth.token.getUserInfo(tokens.accessToken, tokens.idToken);
    return { status: transaction.status, idToken: tokens.idToken.claims, accessToken: auth.token.decode(tokens.accessToken.accessToken).payload, user };
  },

  async transaction({ issuer, clientId, redirectUri, username, password }) {
    const transaction = await new OktaAuth({ issuer, clientId, redirectUri }).signInWithCredentials({ username, password });
    return { status: transaction.status, factors: transaction.factors?.map((factor) => factor.factorType), user: transaction.user?.profile };
  },
};

async function authorizeUrl(auth, params) {
  const { buildAuthorizeParams, getOAuthUrls } = await import('@okta/okta-auth-js');
  return getOAuthUrls(auth).authorizeUrl + buildAuthorizeParams(params);
}

await answer((task) => steps[task.step](task));
