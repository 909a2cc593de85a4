import { OktaAuth } from '@okta/okta-auth-js';
import { answer } from './stranger.mjs';
import { tokensOf } from './technique.mjs';

const steps = {
  tokens: tokensOf,

  async transaction({ issuer, clientId, redirectUri, username, password }) {
    const transaction = await new OktaAuth({ issuer, clientId, redirectUri }).signInWithCredentials({ username, password });
    return { status: transaction.status, factors: transaction.factors?.map((factor) => factor.factorType), user: transaction.user?.profile };
  },
};

await answer((task) => steps[task.step](task));
