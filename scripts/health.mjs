// Health check of a container: asks the process's own readiness and says what is not ready. Exit status 0 when it is. Started every few seconds
// for each container, so it asks with what Node starts with; fetch would be loaded first.
import { get } from 'node:http';

const url = process.env.HEALTH_URL ?? `http://127.0.0.1:${process.env.PORT ?? 8000}/health/ready`;
const ANSWER_MS = 4_000;

const fail = (sentence) => {
  console.error(sentence);
  process.exitCode = 1;
};
const silent = (error) => fail(`${url} does not answer: ${error.message}`);

get(url, { agent: false, signal: AbortSignal.timeout(ANSWER_MS) }, (answer) => {
  let said = '';
  answer.setEncoding('utf8');
  answer.on('data', (text) => (said += text));
  answer.on('error', silent);
  answer.on('end', () => {
    if (answer.statusCode !== 200) fail(`${url} answers ${answer.statusCode}: ${said.slice(0, 500)}`);
  });
}).on('error', silent);
