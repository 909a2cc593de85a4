// Builds the page and serves it where the org sends its users back to. 'postern org run' sets the variables.
import { context } from 'esbuild';

const { OKTA_OAUTH2_ISSUER: issuer, OKTA_OAUTH2_CLIENT_ID: clientId, OKTA_OAUTH2_REDIRECTURI: redirectUri } = process.env;

const page = await context({
  entryPoints: ['app.jsx'], bundle: true, outdir: 'public', jsx: 'automatic', platform: 'browser',
  define: { OKTA: JSON.stringify({ issuer, clientId, redirectUri }), 'process.env.NODE_ENV': '"production"' },
});
await page.serve({ host: '127.0.0.1', port: Number(new URL(redirectUri).port), servedir: 'public', fallback: 'public/index.html' });
