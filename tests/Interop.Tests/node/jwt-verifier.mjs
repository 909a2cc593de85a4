import OktaJwtVerifier from '@okta/jwt-verifier';
import { answer } from './stranger.mjs';

console.warn = () => {}; // it warns that the org speaks plain HTTP

await answer(async ({ issuer, clientId, audience, nonce, accessToken, idToken }) => {
  const verifier = new OktaJwtVerifier({ issuer, clientId, testing: { disableHttpsCheck: true }, assertClaims: { 'scp.includes': 'openid', cid: clientId } });
  const idVerifier = new OktaJwtVerifier({ issuer, clientId, testing: { disableHttpsCheck: true } });
  return {
    access: (await verifier.verifyAccessToken(accessToken, audience)).claims,
    id: (await idVerifier.verifyIdToken(idToken, clientId, nonce)).claims,
  };
});
