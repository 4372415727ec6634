import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TcpProxy } from './tcp-proxy.ts';

let echo: Server;
let proxy: TcpProxy;
let client: Socket;
let said: string;

beforeEach(async () => {
  echo = createServer((socket) => socket.on('error', () => undefined).pipe(socket)).listen(0, '127.0.0.1');
  await once(echo, 'listening');
  proxy = await TcpProxy.open((echo.address() as AddressInfo).port);
  client = await dial();
  said = '';
  client.on('data', (text: Buffer) => (said += text.toString()));
});
afterEach(async () => {
  client.destroy();
  await proxy.close();
  echo.close();
});

async function dial(): Promise<Socket> {
  const socket = connect(proxy.port, '127.0.0.1').on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}
const heard = async (text: string) => {
  while (said !== text) await once(client, 'data');
};

test('a whole link passes everything both ways', async () => {
  client.write('one');
  await heard('one');
});

test('a cut link ends what is there and refuses what comes, until it is mended', async () => {
  proxy.cut();
  await once(client, 'close');
  const refused = await dial();
  await once(refused, 'close');
  proxy.mend();
  client = await dial();
  client.on('data', (text: Buffer) => (said += text.toString()));
  client.write('again');
  await heard('again');
});

test('a stalled link keeps connections and passes nothing until it is mended', async () => {
  proxy.stall();
  client.write('late');
  await sleep(50);
  expect(said).toBe('');
  expect(client.closed).toBe(false);
  proxy.mend();
  await heard('late');
});

test('a reset is an error at the client', async () => {
  client.write('one');
  await heard('one');
  const error = once(client, 'error');
  proxy.reset();
  expect(await error).toEqual([expect.objectContaining({ code: 'ECONNRESET' })]);
});
