// k6 run -e URL=http://127.0.0.1:8080/orders -e TOKENS=tokens.txt k6.js
import { check } from 'k6';
import { SharedArray } from 'k6/data';
import http from 'k6/http';

// Read once for all virtual users, who share it.
const tokens = new SharedArray('tokens', () => open(__ENV.TOKENS).trim().split('\n'));

export const options = {
  vus: 20,
  duration: '30s',
  thresholds: { checks: ['rate==1'], http_req_duration: ['p(95)<200'] },
};

export default function () {
  const token = tokens[(__VU - 1) % tokens.length]; // each virtual user is one of the users, all along
  const answer = http.get(__ENV.URL, { headers: { Authorization: `Bearer ${token}` } });
  check(answer, { 'is let in': ({ status }) => status === 200 });
}
