// `npm start`: installs what is missing, builds what is stale, starts. Needs nothing but Node and npm.
import { ensureInstalled } from './install.mjs';

await ensureInstalled();
process.argv.splice(2, process.argv.length, 'up', ...process.argv.slice(process.argv[2] === 'up' ? 3 : 2));
await import('../bin/fxalert.mjs');
