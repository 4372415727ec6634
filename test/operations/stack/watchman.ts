/**
 * Somebody outside the product who is told: its heartbeat, and the alarms of Alertmanager. A container of its own on the product's network
 * that prints each request it gets.
 */
import type { Stack } from './stack.ts';

export const WATCHMAN = 'http://watchman:8080';

const LISTEN = `require('node:http').createServer((asked, answer) => {
  let body = '';
  asked.on('data', (text) => (body += text));
  asked.on('end', () => { console.log(asked.method, asked.url, body.replace(/\\s+/g, ' ')); answer.end(); });
}).listen(8080)`;

export const startWatchman = (stack: Stack): Promise<string> =>
  stack.done(
    `docker run -d --name watchman --no-healthcheck --network forex_alert_app --entrypoint node fxalert:production -e "${LISTEN}"`,
  );

/** A request a line: method, path, body. */
export const toldToWatchman = (stack: Stack): Promise<string> => stack.done('docker logs watchman');

export const endWatchman = (stack: Stack): Promise<string> => stack.done('docker rm -f watchman');
