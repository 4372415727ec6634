/** `fxalert doctor`: what would keep the product from running here or keeps it from its work, why that matters, and what helps. */
import { examine } from '../doctor/examine.ts';
import { findingText } from '../doctor/finding.ts';
import { systemClock } from '../system-clock.ts';
import { printLine, say } from './output.ts';

/**
 * For people on stderr; one JSON line a finding on stdout when a program reads it, or with `json`, then for the program alone.
 * Exit status 0 when nothing fails, else 1.
 */
export async function doctor({ json = false }: { readonly json?: boolean }): Promise<number> {
  let failed = 0;
  for await (const finding of examine({ environment: process.env, root: '.', clock: systemClock })) {
    if (json || !process.stdout.isTTY) printLine(finding);
    if (!json) say(findingText(finding));
    if (finding.result === 'fail') failed++;
  }
  return failed === 0 ? 0 : 1;
}
