import OktaJwtVerifier from '@okta/jwt-verifier';
import { answer } from './stranger.mjs';

console.warn = () => {}; // it warns that the org speaks plain HTTP

// Over an empty signature it falls, outside of the promise that it gave: whoever uses it falls with it, and lets nobody in.
let fallen = () => {};
process.on('uncaughtException', (e) => fallen(`falls: ${e.message}`));

await answer(async ({ issuer, audience, tokens }) => {
  const verifier = new OktaJwtVerifier({ issuer, testing: { disableHttpsCheck: true } });
  const said = {};
  for (const [flaw, all] of Object.entries(JSON.parse(tokens))) {
    said[flaw] = [];
    for (const token of all) {
      said[flaw].push(await new Promise((resolve) => {
        fallen = resolve;
        verifier.verifyAccessToken(token, audience).then(() => resolve('taken'), (refused) => resolve(refused.message));
      }));
    }
  }
  return said;
});
