import { expect, test } from 'vitest';
import { memoryJournal } from '../../test/support/memory-journal.ts';
import { sampleAlert } from '../../test/support/samples.ts';
import { newEngine } from '../../test/support/timeline.ts';
import { Pipeline } from './pipeline.ts';

const nothing = (): void => undefined;

function pipeline(): Pipeline {
  return new Pipeline({
    ...{ engine: newEngine(), journal: memoryJournal(), seq: 0, simulated: false, ownClock: false },
    ...{ feedPosition: () => null, onStep: nothing, onRecorded: nothing, onFault: nothing, onFatal: nothing },
  });
}

test('an edit that comes while the product stops is refused: it cannot become durable any more', async () => {
  const closing = pipeline();
  await closing.end(1_000);
  await expect(closing.save(sampleAlert(), 'armed')).rejects.toThrow('stopping');
  await expect(closing.checkpoint()).rejects.toThrow('stopping');
});

test('what is pending is durable when closing is done', async () => {
  const closing = pipeline();
  const saved = closing.save(sampleAlert(), 'armed');
  await closing.end(1_000);
  expect(await saved).toBe(1);
});
