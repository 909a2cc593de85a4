import { randomBytes } from 'node:crypto';
import express from 'express';
import * as oidc from 'openid-client';

// An application that knows its users by Okta: authorization code with PKCE, and a session of its own.
export async function createApp({ issuer, clientId, clientSecret, redirectUri }) {
  const isPlain = issuer.startsWith('http:'); // a local org's address, if it was not started with --https
  const authentication = clientSecret ? oidc.ClientSecretBasic(clientSecret) : oidc.None();
  const options = isPlain ? { execute: [oidc.allowInsecureRequests] } : undefined;
  const okta = await oidc.discovery(new URL(issuer), clientId, clientSecret, authentication, options);
  const sessions = new Map();
  const app = express();

  app.use((request, response, next) => {
    const id = /(?:^|; )session=([^;]+)/.exec(request.headers.cookie ?? '')?.[1];
    request.session = sessions.get(id);
    next();
  });

  app.get('/login', async (request, response) => {
    const [verifier, state, nonce] = [oidc.randomPKCECodeVerifier(), oidc.randomState(), oidc.randomNonce()];
    const id = randomBytes(32).toString('base64url');
    sessions.set(id, { verifier, state, nonce });
    response.cookie('session', id, { httpOnly: true, sameSite: 'lax', secure: request.secure });
    response.redirect(oidc.buildAuthorizationUrl(okta, {
      redirect_uri: redirectUri, scope: 'openid profile email', state, nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
    }).href);
  });

  app.get(new URL(redirectUri).pathname, async (request, response) => {
    const { verifier, state, nonce } = request.session ?? {};
    if (!state) return response.status(400).json({ error: 'Nobody is signing in here.' });
    try {
      const tokens = await oidc.authorizationCodeGrant(
        okta, new URL(request.originalUrl, redirectUri), { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce });
      Object.assign(request.session, { claims: tokens.claims(), state: undefined });
      response.redirect('/me');
    } catch (error) {
      response.status(403).json({ error: error.code ?? error.message });
    }
  });

  app.get('/me', (request, response) => {
    const claims = request.session?.claims;
    if (!claims) return response.redirect('/login');
    response.json({ login: claims.preferred_username, name: claims.name });
  });

  return app;
}

// As Okta's SDKs name them; 'postern org run' sets them for a local org.
export const settings = {
  issuer: process.env.OKTA_OAUTH2_ISSUER,
  clientId: process.env.OKTA_OAUTH2_CLIENT_ID,
  clientSecret: process.env.OKTA_OAUTH2_CLIENT_SECRET,
  redirectUri: process.env.OKTA_OAUTH2_REDIRECTURI,
};
