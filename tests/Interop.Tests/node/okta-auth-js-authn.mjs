// Every transaction of the Authentication API, driven by Okta's own SDK through the links alone.
import { createHmac } from 'node:crypto';
import { OktaAuth } from '@okta/okta-auth-js';
import { authenticator } from './authenticator.mjs';
import { answer, fail } from './stranger.mjs';

const password = 'Correct-Horse-9';
let org, auth;

const walks = {
  async totp() {
    const tx = must(await signIn('max@example.com'), 'MFA_REQUIRED');
    return must(await factor(tx, 'token:software:totp').verify({ passCode: totp('JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP') }), 'SUCCESS');
  },

  async question() {
    const tx = must(await signIn('amy@example.com'), 'MFA_REQUIRED');
    await refused(factor(tx, 'question').verify({ answer: 'ketchup' }), 'E0000068');
    return must(await factor(tx, 'question').verify({ answer: 'mayonnaise' }), 'SUCCESS');
  },

  async google() {
    const tx = must(await signIn('rita@example.com'), 'MFA_REQUIRED');
    return must(await factor(tx, 'token:software:totp', 'GOOGLE').verify({ passCode: totp('MZ2XG5DJNR4WC3TF') }), 'SUCCESS');
  },

  async hardwareTokens() {
    for (const [type, provider, passCode] of [['token', 'RSA', '5275875498'], ['token', 'SYMANTEC', '875498'], ['token:hardware', 'YUBICO', 'cccccceukngd']]) {
      const tx = must(await signIn('rita@example.com'), 'MFA_REQUIRED');
      must(await factor(tx, type, provider).verify({ passCode }), 'SUCCESS');
    }
    const tx = must(await signIn('rita@example.com'), 'MFA_REQUIRED');
    return must(await factor(tx, 'token:hotp', 'CUSTOM').verify({ passCode: '755224' }), 'SUCCESS');
  },

  async securityKey() {
    const key = authenticator(org);
    const tx = must(await signIn('ona@example.com'), 'MFA_ENROLL');
    const activating = must(await factor(tx, 'webauthn', 'FIDO').enroll(), 'MFA_ENROLL_ACTIVATE');
    await refused(activating.activate({ ...key.create(activating.factor.activation.challenge), clientData: 'e30=' }), 'E0000068');
    return must(await activating.activate(key.create(activating.factor.activation.challenge)), 'SUCCESS');
  },

  async securityKeyAsked() {
    const key = authenticator(org);
    const tx = must(await signIn('kim@example.com'), 'MFA_ENROLL');
    const activating = must(await factor(tx, 'webauthn', 'FIDO').enroll(), 'MFA_ENROLL_ACTIVATE');
    must(await activating.activate(key.create(activating.factor.activation.challenge)), 'SUCCESS');
    const required = must(await signIn('kim@example.com'), 'MFA_REQUIRED');
    const challenge = must(await factor(required, 'webauthn', 'FIDO').verify(), 'MFA_CHALLENGE');
    if (challenge.factorResult !== 'CHALLENGE') fail(`factorResult ${challenge.factorResult}`);
    return must(await challenge.verify(key.get(challenge.factor.challenge.challenge)), 'SUCCESS');
  },

  async factorFirst() {
    const tx = must(await auth.signInWithCredentials({ username: 'sue@example.com' }), 'UNAUTHENTICATED');
    const challenge = must(await factor(tx, 'sms').verify(), 'MFA_CHALLENGE');
    const back = must(await challenge.prev(), 'UNAUTHENTICATED');
    return must(await factor(back, 'question').verify({ answer: 'mayonnaise' }), 'SUCCESS');
  },

  async activated() {
    const tx = must(await auth.signInWithCredentials({ token: 'an-activation-token0' }), 'PASSWORD_RESET');
    await refused(tx.resetPassword({ newPassword: 'short' }), 'E0000014');
    return must(await tx.resetPassword({ newPassword: 'Fresh-Staple-7' }), 'SUCCESS');
  },

  sms: () => code('sms'),
  call: () => code('call'),
  email: () => code('email'),

  async push() {
    const tx = must(await signIn('amy@example.com'), 'MFA_REQUIRED');
    const waiting = must(await factor(tx, 'push').verify(), 'MFA_CHALLENGE');
    const polling = waiting.poll({ delay: 100 });
    await decide('amy@example.com', 'approve');
    return must(await polling, 'SUCCESS');
  },

  async rejected() {
    const tx = must(await signIn('amy@example.com'), 'MFA_REQUIRED');
    const waiting = must(await factor(tx, 'push').verify(), 'MFA_CHALLENGE');
    await decide('amy@example.com', 'reject');
    const rejected = must(await waiting.poll({ delay: 100 }), 'MFA_CHALLENGE');
    if (rejected.factorResult !== 'REJECTED') fail(`factorResult ${rejected.factorResult}`);
    const again = must(await rejected.verify(), 'MFA_CHALLENGE');
    if (again.factorResult !== 'WAITING') fail(`factorResult ${again.factorResult}`);
    return must(await again.prev(), 'MFA_REQUIRED');
  },

  async previous() {
    const tx = must(await signIn('amy@example.com'), 'MFA_REQUIRED');
    const challenge = must(await factor(tx, 'sms').verify(), 'MFA_CHALLENGE');
    const back = must(await challenge.prev(), 'MFA_REQUIRED');
    return must(await factor(back, 'question').verify({ answer: 'mayonnaise' }), 'SUCCESS');
  },

  async cancel() {
    const tx = must(await signIn('amy@example.com'), 'MFA_REQUIRED');
    const token = tx.data.stateToken;
    await tx.cancel();
    await refused(auth.tx.resume({ stateToken: token }), 'E0000011');
    return { status: 'CANCELLED' };
  },

  async resume() {
    const tx = must(await signIn('amy@example.com'), 'MFA_REQUIRED');
    return must(await auth.tx.resume({ stateToken: tx.data.stateToken }), 'MFA_REQUIRED');
  },

  async introspect() {
    const tx = must(await signIn('amy@example.com'), 'MFA_REQUIRED');
    return must(await auth.tx.introspect({ stateToken: tx.data.stateToken }), 'MFA_REQUIRED');
  },

  async enroll() {
    const tx = must(await signIn('nora@example.com'), 'MFA_ENROLL');
    const questions = await factor(tx, 'question').questions();
    if (!questions.some(({ question }) => question === 'disliked_food')) fail('No questions.');
    const sms = must(await factor(tx, 'sms').enroll({ profile: { phoneNumber: '+1-555-010-0142' } }), 'MFA_ENROLL_ACTIVATE');
    await advance(31);
    must(await sms.resend('sms'), 'MFA_ENROLL_ACTIVATE');
    const back = must(await sms.prev(), 'MFA_ENROLL');
    const activating = must(await factor(back, 'token:software:totp').enroll(), 'MFA_ENROLL_ACTIVATE');
    const image = await fetch(activating.factor.activation.qrcode.href);
    if (image.headers.get('content-type') !== 'image/png') fail('The QR code is no image.');
    return must(await activating.activate({ passCode: totp(activating.factor.activation.sharedSecret) }), 'SUCCESS');
  },

  async enrollPush() {
    const tx = must(await signIn('olga@example.com'), 'MFA_ENROLL');
    const waiting = must(await factor(tx, 'push').enroll(), 'MFA_ENROLL_ACTIVATE');
    const polling = waiting.poll({ delay: 100 });
    await decide('olga@example.com', 'approve');
    const next = must(await polling, 'MFA_ENROLL');
    const activating = must(await factor(next, 'token:software:totp').enroll(), 'MFA_ENROLL_ACTIVATE');
    return must(await activating.activate({ passCode: totp(activating.factor.activation.sharedSecret) }), 'SUCCESS');
  },

  async expired() {
    const tx = must(await signIn('eve@example.com'), 'PASSWORD_EXPIRED');
    await refused(tx.changePassword({ oldPassword: 'not the one', newPassword: 'Fresh-Staple-7' }), 'E0000014');
    return must(await tx.changePassword({ oldPassword: password, newPassword: 'Fresh-Staple-7' }), 'SUCCESS');
  },

  async enrollQuestion() {
    const tx = must(await signIn('ona@example.com'), 'MFA_ENROLL');
    await refused(factor(tx, 'question').enroll({ profile: { question: 'disliked_food', answer: 'no' } }), 'E0000001');
    return must(await factor(tx, 'question').enroll({ profile: { question: 'disliked_food', answer: 'mayonnaise' } }), 'SUCCESS');
  },

  enrollSms: () => enrolledByCode('sms', { profile: { phoneNumber: '+1-555-010-0142' } }),
  enrollCall: () => enrolledByCode('call', { profile: { phoneNumber: '+1-555-010-0142', phoneExtension: '123' } }),
  enrollEmail: () => enrolledByCode('email'),

  async enrollHardwareToken() {
    const tx = must(await signIn('ona@example.com'), 'MFA_ENROLL');
    return must(await factor(tx, 'token', 'RSA').enroll({ passCode: '5275875498', profile: { credentialId: 'ona' } }), 'SUCCESS');
  },

  async skipped() {
    const tx = must(await signIn('ona@example.com'), 'MFA_ENROLL');
    return must(await tx.skip(), 'SUCCESS');
  },

  async warnedAndChanged() {
    const tx = must(await auth.signInWithCredentials({ username: 'wendy@example.com', password, options: { warnBeforePasswordExpired: true } }), 'PASSWORD_WARN');
    return must(await tx.changePassword({ oldPassword: password, newPassword: 'Fresh-Staple-7' }), 'SUCCESS');
  },

  async warned() {
    const tx = must(await auth.signInWithCredentials({ username: 'wendy@example.com', password, options: { warnBeforePasswordExpired: true } }), 'PASSWORD_WARN');
    return must(await tx.skip(), 'SUCCESS');
  },

  async forgotten() {
    const tx = must(await auth.forgotPassword({ username: 'amy@example.com', factorType: 'SMS' }), 'RECOVERY_CHALLENGE');
    const asked = must(await tx.verify({ passCode: await sent('amy@example.com', 'sms') }), 'RECOVERY');
    const reset = must(await asked.answer({ answer: 'Rex the Dog' }), 'PASSWORD_RESET');
    return must(await reset.resetPassword({ newPassword: 'Fresh-Staple-7' }), 'MFA_REQUIRED');
  },

  async forgottenByMail() {
    must(await auth.forgotPassword({ username: 'amy@example.com', factorType: 'EMAIL' }), 'RECOVERY_CHALLENGE');
    const asked = must(await auth.verifyRecoveryToken({ recoveryToken: await sent('amy@example.com', 'email') }), 'RECOVERY');
    return must(await asked.answer({ answer: 'Rex the Dog' }), 'PASSWORD_RESET');
  },

  async locked() {
    const tx = must(await signIn('lou@example.com'), 'LOCKED_OUT');
    must(await tx.unlock({ username: 'lou@example.com', factorType: 'EMAIL' }), 'RECOVERY_CHALLENGE');
    return must(await auth.verifyRecoveryToken({ recoveryToken: await sent('lou@example.com', 'email') }), 'SUCCESS');
  },

  async unlockedByCall() {
    const tx = must(await auth.unlockAccount({ username: 'lou@example.com', factorType: 'CALL' }), 'RECOVERY_CHALLENGE');
    await advance(31);
    must(await tx.resend('call'), 'RECOVERY_CHALLENGE');
    return must(await tx.verify({ passCode: await sent('lou@example.com', 'call') }), 'SUCCESS');
  },
};

async function code(channel) {
  const tx = must(await signIn('amy@example.com'), 'MFA_REQUIRED');
  const challenge = must(await factor(tx, channel).verify(), 'MFA_CHALLENGE');
  await refused(challenge.resend(channel), undefined, 429);
  await advance(31);
  must(await challenge.resend(channel), 'MFA_CHALLENGE');
  return must(await challenge.verify({ passCode: await sent('amy@example.com', channel) }), 'SUCCESS');
}

async function enrolledByCode(channel, options) {
  const tx = must(await signIn('ona@example.com'), 'MFA_ENROLL');
  const activating = must(await factor(tx, channel).enroll(options), 'MFA_ENROLL_ACTIVATE');
  await refused(activating.activate({ passCode: 'no code' }), 'E0000068');
  return must(await activating.activate({ passCode: await sent('ona@example.com', channel) }), 'SUCCESS');
}

const signIn = (username) => auth.signInWithCredentials({ username, password });

const factor = (tx, type, provider = 'OKTA') =>
  tx.factors.find((candidate) => candidate.factorType === type && candidate.provider === provider) ?? fail(`No ${type} among ${tx.factors.map((f) => f.factorType)}`);

// Every link that the org gave must have become a function of the SDK's.
function must(tx, status) {
  if (tx.status !== status) fail(`Expected ${status}, and got ${tx.status}: ${JSON.stringify(tx.data)}`);
  for (const [key, link] of Object.entries(tx.data?._links ?? {})) {
    const name = key === 'next' ? link.name : key;
    if (typeof tx[name] !== 'function') fail(`The SDK made no function of ${key} (${name}) in ${status}.`);
  }
  for (const offered of tx.factors ?? []) {
    if (typeof (offered.verify ?? offered.enroll) !== 'function') fail(`The SDK can do nothing with ${offered.factorType} in ${status}.`);
  }
  return tx;
}

async function refused(promise, errorCode, status) {
  const error = await promise.then(() => fail('It was not refused.'), (e) => e);
  if (errorCode && error.errorCode !== errorCode) fail(`Expected ${errorCode}, and got ${error.errorCode ?? error.message}`);
  if (status && error.xhr?.status !== status) fail(`Expected HTTP ${status}, and got ${error.xhr?.status ?? error.message}`);
}

const post = (path, body) => fetch(org + path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

const advance = (seconds) => post('/_postern/clock', { advanceSeconds: seconds });

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
  counter.writeBigInt64BE(BigInt(Math.floor((Date.now() / 1000 + ahead) / 30)));
  const mac = createHmac('sha1', key).update(counter).digest();
  return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

let ahead = 0;

globalThis.fetch = ((original) => async (url, init) => {
  const response = await original(url, init);
  if (String(url).endsWith('/_postern/clock')) ahead = (await response.clone().json()).aheadSeconds;
  return response;
})(globalThis.fetch);

await answer(async (task) => {
  [org, ahead] = [task.org, 0];
  auth = new OktaAuth({ issuer: org, clientId: task.clientId, redirectUri: task.redirectUri });
  const done = await walks[task.step]();
  return { status: done.status, hasSessionToken: Boolean(done.sessionToken) };
});
