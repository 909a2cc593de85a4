// What a peer tells bench/run once it listens: one line of JSON, in the words of bench/Postern.Benchmarks/Peers/Target.cs.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

export function tellReady(target) {
  process.once('SIGTERM', () => process.exit(0));
  process.stdout.write(`${JSON.stringify(target)}\n`);
}

export function versionOf(name) {
  const file = new URL(`./node_modules/${name}/package.json`, import.meta.url);
  return require(file.pathname).version;
}
