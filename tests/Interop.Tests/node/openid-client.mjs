import * as client from 'openid-client';
import { answer, authorize, browse, fail, signIn } from './stranger.mjs';

// Plain HTTP must be allowed to it; over HTTPS nothing is switched off.
const insecure = { execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks] };
const secure = { execute: [client.enableNonRepudiationChecks] };

const steps = {
  async code({ org, issuer, clientId, clientSecret, redirectUri, responseMode, username, password }) {
    const options = issuer.startsWith('https:') ? secure : insecure;
    const config = await client.discovery(new URL(issuer), clientId, clientSecret ?? undefined, clientSecret ? undefined : client.None(), options);
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

  // RFC 9126 and RFC 9101: pushed, or signed, or both.
  async front({ org, issuer, clientId, clientSecret, redirectUri, username, password, signingKey, isPushed }) {
    const config = await client.discovery(new URL(issuer), clientId, clientSecret, undefined, insecure);
    const [pkceCodeVerifier, expectedState, expectedNonce] = [client.randomPKCECodeVerifier(), client.randomState(), client.randomNonce()];
    let parameters = {
      redirect_uri: redirectUri, response_type: 'code', scope: 'openid profile', state: expectedState, nonce: expectedNonce, prompt: 'none',
      code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier), code_challenge_method: 'S256',
    };
    if (signingKey) {
      const key = await crypto.subtle.importKey('jwk', JSON.parse(signingKey), { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, false, ['sign']);
      parameters = (await client.buildAuthorizationUrlWithJAR(config, parameters, { key, kid: 'rsa-1' })).searchParams;
      parameters.set('redirect_uri', redirectUri);
      parameters.set('response_type', 'code');
    }
    const url = isPushed ? await client.buildAuthorizationUrlWithPAR(config, parameters) : client.buildAuthorizationUrl(config, parameters);
    url.searchParams.set('sessionToken', await signIn(org, username, password));
    const tokens = await client.authorizationCodeGrant(config, await authorize(url), { pkceCodeVerifier, expectedState, expectedNonce, idTokenExpected: true });
    return { claims: tokens.claims(), scope: tokens.scope };
  },

  async device({ issuer, clientId, username, password }) {
    const config = await client.discovery(new URL(issuer), clientId, undefined, client.None(), insecure);
    const device = await client.initiateDeviceAuthorization(config, { scope: 'openid profile offline_access' });
    const browser = browse();
    await browser.open(device.verification_uri_complete);
    await browser.submit({ username, password });
    await browser.submit({ decision: 'allow' });
    const tokens = await client.pollDeviceAuthorizationGrant(config, device);
    return { claims: tokens.claims(), scope: (await client.refreshTokenGrant(config, tokens.refresh_token)).scope };
  },

  async backchannel({ org, issuer, clientId, clientSecret, username }) {
    const config = await client.discovery(new URL(issuer), clientId, clientSecret, undefined, insecure);
    const asked = await client.initiateBackchannelAuthentication(config, { scope: 'openid email', login_hint: username, binding_message: 'ref-4711' });
    const { messages } = await (await fetch(`${org}/_postern/outbox?channel=push`)).json();
    await fetch(`${org}/_postern/pushes/${messages.at(-1).id}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"decision":"approve"}' });
    const tokens = await client.pollBackchannelAuthenticationGrant(config, asked);
    return { claims: tokens.claims(), text: messages.at(-1).text };
  },

  async logout({ org, issuer, clientId, clientSecret, redirectUri, username, password }) {
    const config = await client.discovery(new URL(issuer), clientId, clientSecret, undefined, insecure);
    const url = client.buildAuthorizationUrl(config, { redirect_uri: redirectUri, response_type: 'id_token', scope: 'openid', state: 's', nonce: 'n', prompt: 'none', sessionToken: await signIn(org, username, password) });
    const browser = browse();
    const idToken = new URLSearchParams(new URL((await browser.open(url)).location ?? fail('No redirect')).hash.slice(1)).get('id_token');
    const out = await browser.open(client.buildEndSessionUrl(config, { post_logout_redirect_uri: new URL('/', redirectUri).href, id_token_hint: idToken, state: 'bye' }));
    const after = await browser.open(client.buildAuthorizationUrl(config, { redirect_uri: redirectUri, response_type: 'code', scope: 'openid', state: 's', prompt: 'none' }));
    return { location: out.location, error: new URL(after.location).searchParams.get('error') };
  },
};

await answer((task) => steps[task.step](task));
