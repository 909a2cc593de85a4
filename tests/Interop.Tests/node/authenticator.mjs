// An authenticator in software (WebAuthn section 6): one ES256 credential, attested by itself.
import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';

export function authenticator(origin) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(32);
  let count = 0;

  const clientData = (type, challenge) => Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  const sign = (data, client) => createSign('sha256').update(Buffer.concat([data, sha256(client)])).sign(privateKey);

  function data(flags, ...rest) {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(++count);
    return Buffer.concat([sha256(Buffer.from(new URL(origin).hostname)), Buffer.from([flags]), counter, ...rest]);
  }

  function coseKey() {
    const { x, y } = publicKey.export({ format: 'jwk' });
    return map([integer(1), integer(2)], [integer(3), integer(-7)], [integer(-1), integer(1)], [integer(-2), bytes(Buffer.from(x, 'base64url'))], [integer(-3), bytes(Buffer.from(y, 'base64url'))]);
  }

  return {
    create(challenge) {
      const client = clientData('webauthn.create', challenge);
      const authData = data(0x45, Buffer.alloc(16), Buffer.from([0, id.length]), id, coseKey());
      const statement = map([text('alg'), integer(-7)], [text('sig'), bytes(sign(authData, client))]);
      const attestation = map([text('fmt'), text('packed')], [text('attStmt'), statement], [text('authData'), bytes(authData)]);
      return { attestation: attestation.toString('base64'), clientData: client.toString('base64') };
    },
    get(challenge) {
      const client = clientData('webauthn.get', challenge);
      const authData = data(0x05);
      return { clientData: client.toString('base64'), authenticatorData: authData.toString('base64'), signatureData: sign(authData, client).toString('base64') };
    },
  };
}

const sha256 = (data) => createHash('sha256').update(data).digest();

// CBOR, as much of it as a credential needs (RFC 8949 section 3).
const head = (major, n) => Buffer.from(n < 24 ? [(major << 5) | n] : n < 256 ? [(major << 5) | 24, n] : [(major << 5) | 25, n >> 8, n & 255]);
const integer = (n) => (n < 0 ? head(1, -1 - n) : head(0, n));
const bytes = (b) => Buffer.concat([head(2, b.length), b]);
const text = (t) => Buffer.concat([head(3, t.length), Buffer.from(t)]);
const map = (...pairs) => Buffer.concat([head(5, pairs.length), ...pairs.flat()]);
