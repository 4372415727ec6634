/**
 * `down` as an operator types it. An engine whose container was killed while it started it may count that one among the users of its network
 * for good (Docker 20.10: a second `down` is refused like the first, a restart of the engine corrects the count). Nothing runs any more then,
 * and the manual says so; what else `down` may refuse is an error.
 */
import type { Stack } from './stack.ts';

const MISCOUNTED = /^failed to remove network \S+: .* has active endpoints$/m;

export async function takeDown(stack: Stack, command: string): Promise<void> {
  const { status, output } = await stack.run(command);
  if (status === 0) return;
  if (!MISCOUNTED.test(output)) throw new Error(`${command} ended with ${status}:\n${output}`);
  console.log(
    `the engine miscounts, and the next start uses the network again: ${MISCOUNTED.exec(output)?.[0]}`,
  );
}
