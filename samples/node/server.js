import { createApp, settings } from './app.js';

const app = await createApp(settings);
const { port } = new URL(settings.redirectUri);
app.listen(Number(port) || 80, () => console.log(`Sign in at ${new URL('/login', settings.redirectUri)}`));
