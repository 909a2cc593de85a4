import { defineConfig } from 'cypress';
import { createApp, settings } from '../node/app.js';

const { OKTA_CLIENT_ORGURL: org, OKTA_USERNAME: username, OKTA_PASSWORD: password } = process.env;
const { origin, port } = new URL(settings.redirectUri);

export default defineConfig({
  e2e: {
    baseUrl: origin,
    setupNodeEvents: async () => void (await createApp(settings)).listen(Number(port), '127.0.0.1'),
  },
  env: { org, username, password },
});
