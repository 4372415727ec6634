#!/usr/bin/env node
// Runs the built command line; builds first when the sources are newer (a checkout), so that `npx fxalert` is always today's code.
import { ensureBuilt } from '../scripts/build.mjs';

await ensureBuilt({ web: process.argv[2] === 'up' || process.argv[2] === 'api' });
await import('../dist/cli.mjs');
