/** A test of a channel, at once and outside the pipeline: no delivery, no retry, the provider's answer as it came. */
import type { Clock } from '../kernel/clock.ts';
import type { DurationMs } from '../kernel/units.ts';
import type { ChannelConfig } from '../notify/channel.ts';
import type { SendOutcome } from '../notify/delivery.ts';
import { composeMessage, type MessagePorts } from '../notify/message.ts';
import { sampleEvent } from '../notify/sample-event.ts';
import type { CreateSender } from './channel-lanes.ts';

const TIMEOUT_MS = 10_000 as DurationMs;

interface TestSendResult {
  readonly outcome: SendOutcome;
  readonly tookMs: DurationMs;
}

/** Works for a disabled channel too: that is when one wants to test it. */
export async function sendTest(
  channel: ChannelConfig,
  ports: { readonly createSender: CreateSender; readonly message: MessagePorts; readonly clock: Clock },
): Promise<TestSendResult> {
  const began = ports.clock.monotonicMs();
  const tookMs = (): DurationMs => Math.round(ports.clock.monotonicMs() - began) as DurationMs;
  const sender = ports.createSender(channel);
  if (!sender.ok) {
    const detail = sender.error.map(({ path, message }) => `settings${path}: ${message}`).join('; ');
    return { outcome: { result: 'rejected', reason: 'no-channel', detail }, tookMs: tookMs() };
  }
  const now = ports.clock.now();
  const message = composeMessage(
    {
      event: sampleEvent(channel.name, now),
      idempotencyKey: `msg_test_${channel.name}_${now}`,
      attempt: 1,
      recordedAt: now,
      plain: false,
      test: true,
      lateMs: 0,
    },
    channel,
    ports.message,
  );
  try {
    const outcome = await sender.value.send(message, TIMEOUT_MS);
    return { outcome, tookMs: tookMs() };
  } finally {
    await sender.value.close();
  }
}
