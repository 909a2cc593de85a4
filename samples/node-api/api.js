import OktaJwtVerifier from '@okta/jwt-verifier';
import express from 'express';

// An API of orders that believes the access tokens of one authorization server: who has the scope reads, the warehouse ships.
export function createApi({ issuer, audience }) {
  const isPlain = issuer.startsWith('http:'); // a local org's address, if it was not started with --https
  const okta = new OktaJwtVerifier({ issuer, testing: { disableHttpsCheck: isPlain } });
  const api = express();

  api.use(async (request, response, next) => {
    const [, token] = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
    try {
      request.caller = (await okta.verifyAccessToken(token ?? '', audience)).claims;
    } catch {
      return response.status(401).set('WWW-Authenticate', 'Bearer').json({ error: 'invalid_token' });
    }
    next();
  });

  const only = (isAllowed) => (request, response, next) =>
    isAllowed(request.caller) ? next() : response.status(403).json({ error: 'insufficient_scope' });

  api.get('/orders', only(({ scp }) => scp?.includes('orders:read')), (request, response) => {
    response.json({ orders: [7], for: request.caller.sub });
  });

  api.post('/orders/:number/shipment', only(({ groups }) => groups?.includes('Warehouse')), (request, response) => {
    response.status(202).json({ shipping: Number(request.params.number) });
  });

  return api;
}
