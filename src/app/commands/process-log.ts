/** The log of a process of the product: JSON lines to stderr (readable ones on a terminal) and, where LOG_DIR is set, to a file. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Config } from '../../config/config.ts';
import { LogFile } from '../../telemetry/log-file.ts';
import { createLog } from '../../telemetry/log.ts';
import { BadInput, say } from './output.ts';

export function processLog(config: Pick<Config, 'LOG_DIR' | 'LOG_LEVEL'>, role: string): Logger {
  const { LOG_DIR, LOG_LEVEL } = config;
  return createLog({
    level: LOG_LEVEL,
    pretty: process.stderr.isTTY,
    destination: process.stderr,
    file: LOG_DIR === undefined ? null : new LogFile(fileIn(LOG_DIR, role), say),
    role,
  });
}

/** `logs/app/api.log`. */
function fileIn(folder: string, role: string): string {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new BadInput(
      `LOG_DIR="${folder}" cannot be made (${code}): give it to the user that runs the product`,
    );
  }
  return join(folder, `${role}.log`);
}
