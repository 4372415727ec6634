/**
 * The backup at night: scripts/backup-native.sh, which dumps, checks and seals. Its exit status is the outcome of the turn. Cron on the host
 * may run the same script's brother; whoever comes first makes the one backup of the day.
 */
import { execFile } from 'node:child_process';
import type { ScheduledJob } from './job.ts';

interface BackupPorts {
  readonly script: string;
  readonly folder: string;
  readonly zone: string;
  /** What the script reads: address of the database, name, days, passphrase. */
  readonly environment: Readonly<Record<string, string>>;
}

const TIMEOUT_MS = 3 * 3_600_000;
const MOST_OUTPUT_BYTES = 1_024 * 1_024;

export function backupJob({ script, folder, zone, environment }: BackupPorts): ScheduledJob {
  return {
    name: 'backup',
    cron: '0 2 * * *',
    zone,
    timeoutMs: TIMEOUT_MS,
    retries: { times: 3, afterSeconds: 600 },
    run: (signal) =>
      new Promise((resolve, reject) => {
        const env = { PATH: process.env['PATH'] ?? '', ...environment };
        const options = { env, signal, maxBuffer: MOST_OUTPUT_BYTES };
        execFile('bash', [script, folder, '--scheduled'], options, (error, stdout, stderr) => {
          if (error === null) resolve(stdout.trim());
          else reject(new Error(stderr.trim() === '' ? error.message : stderr.trim(), { cause: error }));
        });
      }),
  };
}
