// oauth2-mock-server with one RS256 key, as its command starts it.
import { OAuth2Server } from 'oauth2-mock-server';
import { tellReady, versionOf } from './ready.mjs';

const server = new OAuth2Server();
await server.issuer.keys.generate('RS256');
await server.start(0, '127.0.0.1');

tellReady({
  name: `oauth2-mock-server ${versionOf('oauth2-mock-server')}`,
  url: `http://127.0.0.1:${server.address().port}`,
  authorizePath: '/authorize',
  tokenPath: '/token',
  introspectionPath: '/introspect',
  keysPath: '/jwks',
  service: { clientId: 'service', secret: 'any', form: 'scope=api' },
  app: { clientId: 'spa', redirectUri: 'http://localhost:8080/callback' },
  flows: {
    clientCredentials: { does: 'RS256 access token', lacks: 'checks no client' },
    code: { does: 'GET authorize, POST token; access and ID token', lacks: 'no user, no session, no client' },
    refresh: { does: 'access and ID token, a random new refresh token', lacks: 'looks at no refresh token: any will do' },
    introspection: { does: 'says active', lacks: 'looks at no token: any is active' },
    keys: { does: 'the public key' },
  },
  note: 'It believes everybody and keeps nothing but PKCE challenges and nonces, in memory.',
});
