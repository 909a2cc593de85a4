import newman from 'newman';
import { answer } from './stranger.mjs';

await answer((task) => new Promise((resolve, reject) => newman.run(
  { collection: task.collection, envVar: Object.entries(task).map(([key, value]) => ({ key, value })) },
  (error, summary) => error ? reject(error) : resolve({
    requests: summary.run.stats.requests.total,
    assertions: summary.run.stats.assertions.total,
    failures: summary.run.failures.map(({ source, error: failed }) => `${source?.name}: ${failed.test ?? ''} ${failed.message}`),
  }),
)));
