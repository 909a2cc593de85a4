// What every stranger's script shares: each task is a line of JSON on stdin, its result a line of JSON on stdout. One after the other.
import { webcrypto } from 'node:crypto';
import { createInterface } from 'node:readline';

globalThis.crypto ??= webcrypto; // Node 18 has it, but not as a global

export async function answer(work) {
  for await (const line of createInterface({ input: process.stdin })) process.stdout.write(`${JSON.stringify(await outcome(work, JSON.parse(line)))}\n`);
  process.exit(0); // okta-auth-js keeps timers
}

async function outcome(work, task) {
  try {
    return { result: await work(task) };
  } catch (e) {
    return { error: { name: e.name, message: e.message, code: e.code ?? e.errorCode, cause: String(e.cause ?? '') } };
  }
}

export async function signIn(org, username, password) {
  const response = await fetch(`${org}/api/v1/authn`, {
    method: 'POST',
    headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
    body: JSON.stringify({ username, password }),
  });
  return (await response.json()).sessionToken;
}

// What a browser would do with the answer of the authorization endpoint, redirect or self-posting form.
export async function authorize(url) {
  const response = await fetch(url, { redirect: 'manual' });
  const location = response.headers.get('location');
  if (location) return new URL(location);
  const page = await response.text();
  const action = decode(/<form[^>]* action="([^"]*)"/.exec(page)?.[1] ?? fail(`No redirect and no form: ${response.status}`));
  const fields = [...page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name, value]) => [name, decode(value)]);
  return new Request(action, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  });
}

// A browser without script, as far as our pages need one: it keeps cookies, follows redirects within the org, and fills in the first form.
export function browse() {
  const cookies = new Map();
  let page = '', at = '';
  const open = async (url, body) => {
    const response = await fetch(url, {
      redirect: 'manual', method: body ? 'POST' : 'GET', body,
      headers: { Cookie: [...cookies].map((pair) => pair.join('=')).join('; '), ...(body && { 'Content-Type': 'application/x-www-form-urlencoded' }) },
    });
    for (const cookie of response.headers.getSetCookie()) cookies.set(...cookie.split(';')[0].split('='));
    [page, at] = [await response.text(), String(url)];
    const location = response.headers.get('location');
    return location?.startsWith('/') ? open(new URL(location, at)) : { location, page };
  };
  return {
    open: (url) => open(url),
    submit(values) {
      const action = decode(/<form[^>]* action="([^"]*)"/.exec(page)?.[1] ?? fail(`No form at ${at}: ${page}`));
      const hidden = [...page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name, value]) => [name, decode(value)]);
      return open(new URL(action, at), new URLSearchParams([...hidden, ...Object.entries(values)]).toString());
    },
  };
}

const decode = (html) => html.replace(/&#x([0-9a-f]+);/g, (_, hex) => String.fromCodePoint(parseInt(hex, 16)));

export function fail(message) {
  throw new Error(message);
}
