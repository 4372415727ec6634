/** `npx tsx web/dev/main.ts [port]`: the contract's mock on loopback, with the built page. */
import { fileURLToPath } from 'node:url';
import { startMockServer } from './mock-server.ts';

const page = fileURLToPath(new URL('../../dist/web', import.meta.url));
const server = await startMockServer({ port: Number(process.argv[2] ?? 8000), page });
console.log(`${server.url}/#key=${server.key}`);
