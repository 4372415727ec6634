/** Between the alert of the contract and the alert of the inside, both ways. */
import type { z } from 'zod';
import type { Alert, Hysteresis } from '../../alerts/alert.ts';
import type { StoredAlert } from '../../alerts/ports.ts';
import { indicatorsRead } from '../../conditions/indicators-read.ts';
import { levels } from '../../conditions/levels.ts';
import type { CheckedCondition } from '../../conditions/resolved.ts';
import { formatDuration, parseDuration } from '../../kernel/duration.ts';
import type { DurationMs, InstrumentId } from '../../kernel/units.ts';
import { instrumentId } from '../../kernel/units.ts';
import type { AlertInput, AlertView, AlertWarning, UnknownOperand } from '../contract/alerts.ts';
import { fieldProblem } from '../errors.ts';
import { instantOf, isoOf, isoOrNull } from './instant.ts';

/** Throws `validation` for what the schema cannot say: a cooldown of a thousand years. `base` is where the alert is in the body. */
export function alertOf(
  input: AlertInput,
  identity: { readonly id: string; readonly revision: number },
  base = '',
): Alert {
  return {
    ...identity,
    name: input.name,
    instruments: input.instruments.map(instrumentId),
    price: input.price,
    when: input.when,
    frequency: input.frequency,
    cooldownMs: input.cooldown === null ? null : lengthOf(input.cooldown, `${base}/cooldown`),
    hysteresis: input.hysteresis === null ? null : hysteresisOf(input.hysteresis, base),
    maxFirings: input.maxFirings,
    expiresAt: input.expiresAt === null ? null : instantOf(input.expiresAt),
    expiryWarningMs:
      input.expiryWarning === null ? null : lengthOf(input.expiryWarning, `${base}/expiryWarning`),
    confirm: input.confirm,
    arms: input.arms,
    standby: input.standby,
    onArm: input.onArm,
    severity: input.severity,
    channels: input.channels,
    tags: input.tags,
    message: input.message,
  };
}

export function alertInputOf(alert: Alert): AlertInput {
  return {
    name: alert.name,
    instruments: [...alert.instruments],
    price: alert.price,
    when: alert.when,
    frequency: alert.frequency,
    cooldown: alert.cooldownMs === null ? null : formatDuration(alert.cooldownMs),
    hysteresis: alert.hysteresis === null ? null : hysteresisText(alert.hysteresis),
    maxFirings: alert.maxFirings,
    expiresAt: isoOrNull(alert.expiresAt),
    expiryWarning: alert.expiryWarningMs === null ? null : formatDuration(alert.expiryWarningMs),
    confirm: alert.confirm,
    arms: [...alert.arms],
    standby: alert.standby,
    onArm: alert.onArm,
    severity: alert.severity,
    channels: [...alert.channels],
    tags: [...alert.tags],
    message: alert.message,
  };
}

/** What follows from the definition alone. */
export type ConditionFacts = Pick<AlertView, 'kind' | 'clock' | 'levels' | 'indicators'>;

interface AlertNow {
  readonly facts: ConditionFacts;
  /** What it waits for, by instrument. */
  readonly unknown: Readonly<Record<string, readonly z.infer<typeof UnknownOperand>[]>>;
  readonly warnings: AlertWarning[];
}

export function alertView(stored: StoredAlert, { facts, unknown, warnings }: AlertNow): AlertView {
  const { alert } = stored;
  return {
    id: alert.id,
    revision: alert.revision,
    status: stored.status,
    createdAt: isoOf(stored.createdAt),
    updatedAt: isoOf(stored.updatedAt),
    lastFiredAt: isoOrNull(stored.lastFiredAt),
    firings: stored.firings,
    kind: facts.kind,
    clock: facts.clock,
    levels: facts.levels,
    indicators: facts.indicators,
    unknown: Object.fromEntries(
      Object.entries(unknown)
        .filter(([, operands]) => operands.length > 0)
        .map(([instrument, operands]) => [instrument, [...operands]]),
    ),
    warnings,
    // Last: V8 copies an object onto one fifty times faster than it adds fields to a copy.
    ...alertInputOf(alert),
  };
}

/** Kind, clock, levels and indicators of one condition, or of one on several instruments taken together. */
export function conditionFacts(
  checked: readonly CheckedCondition[],
  instruments: readonly InstrumentId[],
): ConditionFacts {
  const closes = checked.flatMap(({ clock }) =>
    clock.closes.map(({ instrument, timeframe }) => ({ instrument, timeframe })),
  );
  const indicators = checked.flatMap((each) =>
    indicatorsRead(each).map(({ instrument, timeframe, basis, indicator }) => ({
      instrument,
      timeframe,
      price: basis,
      indicator,
    })),
  );
  const prices = checked.flatMap((each) => instruments.flatMap((instrument) => levels(each, instrument)));
  return {
    kind: checked[0]?.kind ?? 'state',
    clock: {
      ticks: [...new Set(checked.flatMap(({ clock }) => clock.ticks))],
      closes: [...new Map(closes.map((close) => [`${close.instrument}@${close.timeframe}`, close])).values()],
    },
    levels: [...new Set(prices)].sort((a, b) => a - b),
    indicators: [...new Map(indicators.map((one) => [Object.values(one).join(' '), one])).values()],
  };
}

/** Longer is a mistake in typing, and would make sums of instants inexact. */
const MAX_LENGTH_MS = 3_650 * 86_400_000;

function lengthOf(text: string, path: string): DurationMs {
  const ms = parseDuration(text);
  if (ms === null || ms > MAX_LENGTH_MS) throw fieldProblem(path, { key: 'tooLong', duration: text });
  return ms;
}

function hysteresisOf(text: string, base: string): Hysteresis {
  const amount = Number.parseFloat(text);
  if (!Number.isFinite(amount)) throw fieldProblem(`${base}/hysteresis`, { key: 'noDistance', text });
  return { unit: text.endsWith('atr') ? 'atr' : 'pips', amount };
}

/** Without an exponent, which the contract's form does not know. */
function hysteresisText({ amount, unit }: Hysteresis): string {
  const text = String(amount);
  return `${text.includes('e') ? amount.toFixed(20).replace(/\.?0+$/, '') : text} ${unit}`;
}
