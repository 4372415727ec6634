#!/usr/bin/env node
/** The command line. Each command loads its own module, so that a small one starts fast. */
import { CommanderError } from 'commander';
import { BadInput } from '../app/commands/output.ts';
import { FileProblem } from '../feeds/files/file-problem.ts';
import { buildProgram } from './program.ts';

// Whoever reads has seen enough: `… | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

try {
  await buildProgram().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else if (error instanceof BadInput || error instanceof FileProblem) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  } else throw error;
}
