import * as client from 'openid-client';
import { answer, authorize, signIn } from './stranger.mjs';

const insecure = { execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks] };

const steps = {
  async code({ org, issuer, clientId, clientSecret, redirectUri, responseMode, username, password }) {
    const config = await client.discovery(new URL(issuer), clientId, clientSecret ?? undefined, clientSecret ? undefined : client.None(), insecure);
    const [pkceCodeVerifier, expectedState, expectedNonce] = [client.randomPKCECodeVerifier(), client.randomState(), client.randomNonce()];

    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri, response_type: 'code', response_mode: responseMode, scope: 'openid profile email',
      state: expectedState, nonce: expectedNonce, prompt: 'none', sessionToken: await signIn(org, username, password),
      code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier), code_challenge_method: 'S256',
    });
    const tokens = await client.authorizationCodeGrant(config, await authorize(url), { pkceCodeVerifier, expectedState, expectedNonce, idTokenExpected: true });
    return { claims: tokens.claims(), user: await client.fetchUserInfo(config, tokens.access_token, tokens.claims().sub) };
  },

  async implicit({ org, issuer, clientId, redirectUri, username, password }) {
    const config = await client.discovery(new URL(issuer), clientId, undefined, client.None(), insecure);
    client.useIdTokenResponseType(config);
    const [expectedState, nonce] = [client.randomState(), client.randomNonce()];
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri, response_mode: 'form_post', scope: 'openid profile', state: expectedState, nonce,
      prompt: 'none', sessionToken: await signIn(org, username, password),
    });
    return { claims: await client.implicitAuthentication(config, await authorize(url), nonce, { expectedState }) };
  },

  async hybrid({ org, issuer, clientId, clientSecret, redirectUri, username, password }) {
    const config = await client.discovery(new URL(issuer), clientId, clientSecret, undefined, insecure);
    client.useCodeIdTokenResponseType(config);
    const [expectedState, expectedNonce] = [client.randomState(), client.randomNonce()];
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri, response_mode: 'form_post', scope: 'openid profile', state: expectedState, nonce: expectedNonce,
      prompt: 'none', sessionToken: await signIn(org, username, password),
    });
    const tokens = await client.authorizationCodeGrant(config, await authorize(url), { expectedState, expectedNonce });
    return { claims: tokens.claims() };
  },
};

await answer((task) => steps[task.step](task));
