// The apps under test: the shop is a page with okta-auth-js, the warehouse the Express application beside this sample.
import express from 'express';
import { createApp } from '../node/app.js';
import { issuer, shop, warehouse } from './settings.js';

const page = express();
page.use(express.static('node_modules/@okta/okta-auth-js/dist'));
page.get('/okta.json', (request, response) => response.json({ issuer, clientId: shop.clientId, redirectUri: shop.redirectUri }));
page.get('/{*path}', (request, response) => response.sendFile('shop.html', { root: process.cwd() }));

const desk = await createApp({ issuer, ...warehouse });
for (const [app, { redirectUri }] of [[desk, warehouse], [page, shop]]) app.listen(Number(new URL(redirectUri).port), '127.0.0.1');
