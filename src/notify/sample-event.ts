/** The event that a test of a channel sends: made up, and labelled so in every way there is. */
import type { AlertEvent } from '../alerts/event.ts';
import type { EpochMs, InstrumentId } from '../kernel/units.ts';

export function sampleEvent(channel: string, at: EpochMs): AlertEvent {
  return {
    key: `test:${channel}:${at}`,
    alert: 'test',
    revision: 1,
    name: 'Test of this channel',
    instrument: 'USDJPY' as InstrumentId,
    kind: 'fired',
    at,
    bid: 150.123,
    ask: 150.126,
    operands: { 'close@H1': 150.02 },
    severity: 'low',
    channels: [channel],
    tags: [],
    message: null,
    condition: 'close@H1 crosses above 150',
    simulated: true,
  };
}
