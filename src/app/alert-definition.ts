/** Between the words of users (`cooldown: 5m`) and the alert of the engine (`cooldownMs`). */
import type { AlertInput } from '../api/contract/alerts.ts';
import type { Alert, AlertId, Hysteresis } from '../alerts/alert.ts';
import { formatDuration, parseDuration } from '../kernel/duration.ts';
import { epochMs, instrumentId } from '../kernel/units.ts';

export function alertFrom(input: AlertInput, id: AlertId, revision: number): Alert {
  const { instruments, cooldown, hysteresis, expiresAt, ...same } = input;
  return {
    ...same,
    id,
    revision,
    instruments: instruments.map(instrumentId),
    cooldownMs: cooldown === null ? null : parseDuration(cooldown),
    hysteresis: hysteresis === null ? null : hysteresisFrom(hysteresis),
    expiresAt: expiresAt === null ? null : epochMs(Date.parse(expiresAt)),
  };
}

export function inputFrom(alert: Alert): AlertInput {
  const { id: _id, revision: _revision, cooldownMs, hysteresis, expiresAt, ...same } = alert;
  return {
    ...same,
    instruments: [...alert.instruments],
    channels: [...alert.channels],
    tags: [...alert.tags],
    cooldown: cooldownMs === null ? null : formatDuration(cooldownMs),
    hysteresis: hysteresis === null ? null : `${hysteresis.amount} ${hysteresis.unit}`,
    expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
  };
}

/** `2 pips`, `0.5 atr`: the contract has checked the form. */
function hysteresisFrom(text: string): Hysteresis {
  const unit = text.endsWith('atr') ? 'atr' : 'pips';
  return { unit, amount: Number.parseFloat(text) };
}
