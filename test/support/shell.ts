/** Runs a shell command as an operator types it; gives status and everything it printed, and never throws for a status. */
import { spawn } from 'node:child_process';

export interface Ran {
  readonly status: number | null;
  readonly output: string;
  readonly tookMs: number;
}

interface Where {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 240_000;

export function shell(command: string, { cwd, env, timeoutMs = DEFAULT_TIMEOUT_MS }: Where): Promise<Ran> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-c', command], {
      cwd,
      env: { ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
    });
    let output = '';
    child.stdout.on('data', (text: Buffer) => (output += text.toString()));
    child.stderr.on('data', (text: Buffer) => (output += text.toString()));
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, output, tookMs: performance.now() - started }));
  });
}
