import { createApi } from './api.js';

// Prints its address when it listens: at PORT, or any that is free, and for this machine alone unless HOST says more.
const api = createApi({ issuer: process.env.OKTA_OAUTH2_ISSUER, audience: 'api://orders' });
const server = api.listen(Number(process.env.PORT ?? 0), process.env.HOST ?? '127.0.0.1', () =>
  console.log(`http://127.0.0.1:${server.address().port}`));
