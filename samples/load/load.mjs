// node load.mjs URL TOKENS [REQUESTS] [AT_ONCE]: asks as each of the users in turn, and tells how it went; fails unless all was well.
// DPOP_KEY=tokens.txt.dpop.pem: the tokens are bound to that key ('postern mint --dpop').
import { readFileSync } from 'node:fs';
import { prover } from './proof.mjs';

const [url, file, requests = '2000', atOnce = '16'] = process.argv.slice(2);
const tokens = readFileSync(file, 'utf8').trim().split('\n');
const prove = process.env.DPOP_KEY ? prover(readFileSync(process.env.DPOP_KEY)) : null;
const headers = (token) => prove
  ? { Authorization: `DPoP ${token}`, DPoP: prove('GET', url, token) }
  : { Authorization: `Bearer ${token}` };
const [statuses, times] = [{}, []];
let asked = 0;

async function ask() {
  while (asked < Number(requests)) {
    const token = tokens[asked++ % tokens.length];
    const began = performance.now();
    const answer = await fetch(url, { headers: headers(token) });
    await answer.arrayBuffer();
    times.push(performance.now() - began);
    statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
  }
}

const began = performance.now();
await Promise.all(Array.from({ length: Number(atOnce) }, ask));
const seconds = (performance.now() - began) / 1000;
times.sort((a, b) => a - b);
const atMost = (share) => `${times[Math.ceil(times.length * share) - 1].toFixed(1)} ms`;

console.log(`${times.length} requests as ${tokens.length} users: ${Math.round(times.length / seconds)} a second`);
console.log(`half in ${atMost(0.5)}, 95 % in ${atMost(0.95)}, 99 % in ${atMost(0.99)}; statuses ${JSON.stringify(statuses)}`);
process.exitCode = statuses[200] === Number(requests) ? 0 : 1;
