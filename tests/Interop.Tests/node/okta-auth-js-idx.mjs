// Identity Engine's sign-ins, driven by Okta's own SDK: what it cannot read, it throws.
import { createHmac } from 'node:crypto';
import { OktaAuth } from '@okta/okta-auth-js';
import { authenticator } from './authenticator.mjs';
import { answer, fail } from './stranger.mjs';

const password = 'Correct-Horse-9';
let org, auth, seed;

const walks = {
  async password() {
    return must(await auth.idx.authenticate({ username: 'ada@example.com', password }), 'SUCCESS');
  },

  async stepByStep() {
    must(await auth.idx.authenticate({ username: 'ada@example.com' }), 'PENDING', 'challenge-authenticator');
    return must(await auth.idx.proceed({ password }), 'SUCCESS');
  },

  async started() {
    const begun = must(await auth.idx.start(), 'PENDING');
    if (begun.availableSteps?.[0]?.name !== 'identify') fail(JSON.stringify(begun));
    return must(await auth.idx.authenticate({ username: 'ada@example.com', password }), 'SUCCESS');
  },

  async wrong() {
    const refused = await auth.idx.authenticate({ username: 'ada@example.com', password: 'not the one' });
    if (!refused.messages?.some(({ i18n }) => i18n?.key === 'errors.E0000004')) fail(JSON.stringify(refused));
    return must(await auth.idx.authenticate({ username: 'ada@example.com', password }), 'SUCCESS');
  },

  async question() {
    await second('security_question');
    return must(await auth.idx.proceed({ answer: 'mayonnaise', questionKey: 'disliked_food' }), 'SUCCESS');
  },

  async google() {
    await second('google_otp');
    return must(await auth.idx.proceed({ verificationCode: totp('MZ2XG5DJNR4WC3TF') }), 'SUCCESS');
  },

  async email() {
    await second('okta_email');
    return must(await auth.idx.proceed({ verificationCode: await sent('amy@example.com', 'email') }), 'SUCCESS');
  },

  async sms() {
    const methods = await second('phone_number', 'authenticator-verification-data');
    if (!methods.nextStep.inputs) fail('No inputs.');
    must(await auth.idx.proceed({ methodType: 'sms' }), 'PENDING', 'challenge-authenticator');
    return must(await auth.idx.proceed({ verificationCode: await sent('amy@example.com', 'sms') }), 'SUCCESS');
  },

  async call() {
    await second('phone_number', 'authenticator-verification-data');
    must(await auth.idx.proceed({ methodType: 'voice' }), 'PENDING', 'challenge-authenticator');
    return must(await auth.idx.proceed({ verificationCode: await sent('amy@example.com', 'call') }), 'SUCCESS');
  },

  async oktaVerify() {
    must(await auth.idx.authenticate({ username: 'amy@example.com', password }), 'PENDING', 'select-authenticator-authenticate');
    must(await auth.idx.proceed({ authenticator: { id: idOf('Okta Verify'), methodType: 'totp' } }), 'PENDING', 'challenge-authenticator');
    return must(await auth.idx.proceed({ verificationCode: totp(seed) }), 'SUCCESS');
  },

  async push() {
    must(await auth.idx.authenticate({ username: 'amy@example.com', password }), 'PENDING', 'select-authenticator-authenticate');
    must(await auth.idx.proceed({ authenticator: { id: idOf('Okta Verify'), methodType: 'push' } }), 'PENDING', 'challenge-poll');
    await decide('amy@example.com', 'approve');
    return must(await auth.idx.poll(1), 'SUCCESS');
  },

  async securityKey() {
    const key = authenticator(org);
    const kim = { username: 'kim@example.com', password };
    let asked = await auth.idx.authenticate(kim);
    if (asked.nextStep?.name === 'select-authenticator-enroll') asked = await auth.idx.proceed({ authenticator: 'webauthn' });
    const { activationData } = must(asked, 'PENDING', 'enroll-authenticator').nextStep.authenticator.contextualData;
    must(await auth.idx.proceed(key.create(activationData.challenge)), 'SUCCESS');
    asked = await auth.idx.authenticate(kim);
    if (asked.nextStep?.name === 'select-authenticator-authenticate') asked = await auth.idx.proceed({ authenticator: 'webauthn' });
    const { challengeData } = must(asked, 'PENDING', 'challenge-authenticator').nextStep.authenticator.contextualData;
    return must(await auth.idx.proceed(key.get(challengeData.challenge)), 'SUCCESS');
  },

  async skipped() {
    must(await auth.idx.authenticate({ username: 'ona@example.com', password }), 'PENDING', 'select-authenticator-enroll');
    return must(await auth.idx.proceed({ skip: true }), 'SUCCESS');
  },

  async expired() {
    must(await auth.idx.authenticate({ username: 'eve@example.com', password }), 'PENDING', 'reenroll-authenticator');
    return must(await auth.idx.proceed({ newPassword: 'Fresh-Staple-7' }), 'SUCCESS');
  },

  async forgotten() {
    must(await auth.idx.recoverPassword({ username: 'finn@example.com' }), 'PENDING', 'select-authenticator-authenticate');
    must(await auth.idx.proceed({ authenticator: 'okta_email' }), 'PENDING', 'challenge-authenticator');
    must(await auth.idx.proceed({ verificationCode: await sent('finn@example.com', 'email') }), 'PENDING', 'reset-authenticator');
    return must(await auth.idx.proceed({ password: 'Fresh-Staple-7' }), 'SUCCESS');
  },

  async registered() {
    const asked = { firstName: 'New', lastName: 'Comer', email: 'newcomer@example.com' };
    must(await auth.idx.register(asked), 'PENDING', 'enroll-authenticator');
    return must(await auth.idx.proceed({ password: 'Fresh-Staple-7' }), 'SUCCESS');
  },

  async unlocked() {
    must(await auth.idx.unlockAccount({ username: 'lou@example.com', authenticator: 'okta_email' }), 'PENDING', 'challenge-authenticator');
    const done = await auth.idx.proceed({ verificationCode: await sent('lou@example.com', 'email') });
    return must(done, 'TERMINAL');
  },

  async cancelled() {
    must(await auth.idx.authenticate({ username: 'ada@example.com' }), 'PENDING', 'challenge-authenticator');
    await auth.idx.cancel();
    return must(await auth.idx.authenticate({ username: 'ada@example.com', password }), 'SUCCESS');
  },
};

let last;

async function second(authenticator, step = 'challenge-authenticator') {
  must(await auth.idx.authenticate({ username: 'amy@example.com', password }), 'PENDING', 'select-authenticator-authenticate');
  return must(await auth.idx.proceed({ authenticator }), 'PENDING', step);
}

const idOf = (label) => last.neededToProceed.find(({ name }) => name === 'select-authenticator-authenticate').value
  .find(({ name }) => name === 'authenticator').options.find((option) => option.label === label)
  .value.form.value.find(({ name }) => name === 'id').value;

function must(tx, status, step) {
  last = tx;
  if (tx.status !== status || (step && tx.nextStep?.name !== step)) {
    fail(`Expected ${status} ${step ?? ''}, and got ${tx.status} ${tx.nextStep?.name}: ${JSON.stringify(tx.messages ?? tx.error ?? tx)}`);
  }
  return tx;
}

const post = (path, body) => fetch(org + path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

async function messages(user, channel) {
  const response = await fetch(`${org}/_postern/outbox?user=${encodeURIComponent(user)}&channel=${channel}`);
  return (await response.json()).messages;
}

const sent = async (user, channel) => (await messages(user, channel)).at(-1).code;

const decide = async (user, decision) => post(`/_postern/pushes/${(await messages(user, 'push')).at(-1).id}`, { decision });

function totp(secret) {
  const bits = [...secret].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac('sha1', key).update(counter).digest();
  return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

await answer(async (task) => {
  ({ org, seed } = task);
  auth = new OktaAuth({
    issuer: task.issuer, clientId: task.clientId, redirectUri: task.redirectUri, scopes: ['openid', 'profile'], pkce: true,
    idx: { enableLegacyMode: true }, // it answers what it can by itself, as before its version 8
  });
  const done = await walks[task.step]();
  const claims = done.tokens?.idToken?.claims;
  return { status: done.status, login: claims?.preferred_username ?? null };
});
