// Proofs for tokens that are bound to a key, as 'postern mint --dpop' makes them: each request has one of its own (RFC 9449).
import { createHash, createPrivateKey, createPublicKey, randomUUID, sign } from 'node:crypto';

const part = (json) => Buffer.from(JSON.stringify(json)).toString('base64url');

export function prover(pem) {
  const key = createPrivateKey(pem);
  const { kty, crv, x, y } = createPublicKey(key).export({ format: 'jwk' });
  const header = part({ typ: 'dpop+jwt', alg: 'ES256', jwk: { kty, crv, x, y } });
  return (method, url, token, nonce) => {
    const ath = createHash('sha256').update(token).digest('base64url');
    const claims = { jti: randomUUID(), htm: method, htu: url.split('?')[0], iat: Math.floor(Date.now() / 1000), ath, nonce };
    const signed = `${header}.${part(claims)}`;
    return `${signed}.${sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
  };
}
