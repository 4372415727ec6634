/** A text file named on the command line. */
import { readFile } from 'node:fs/promises';
import { BadInput } from './output.ts';

export async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: Error) => {
    throw new BadInput(`${path} cannot be read: ${error.message}`);
  });
}
