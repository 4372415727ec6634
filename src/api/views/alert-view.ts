/** Between the alert of the contract and the alert of the inside, both ways. */
import type { Alert } from '../../alerts/alert.ts';
import type { StoredAlert } from '../../alerts/ports.ts';
import type { CheckedCondition } from '../../conditions/resolved.ts';
import { instrumentId } from '../../kernel/units.ts';
import type { AlertInput, AlertView } from '../contract/alerts.ts';
import { fieldProblem, quote } from '../errors.ts';
import type { ApiServices } from '../services.ts';
import { parseDuration, parseHysteresis, printDuration, printHysteresis } from './duration-text.ts';
import { instantOf, isoOf, isoOrNull } from './instant.ts';
import { levelsOf } from './levels.ts';

/** Throws `validation` for what the schema cannot say: a cooldown of a thousand years. `base` is where the alert is in the body. */
export function alertOf(
  input: AlertInput,
  identity: { readonly id: string; readonly revision: number },
  base = '',
): Alert {
  const cooldownMs = input.cooldown === null ? null : parseDuration(input.cooldown);
  if (input.cooldown !== null && cooldownMs === null)
    throw fieldProblem(`${base}/cooldown`, `${quote(input.cooldown)} is longer than ten years`);
  const hysteresis = input.hysteresis === null ? null : parseHysteresis(input.hysteresis);
  if (input.hysteresis !== null && hysteresis === null)
    throw fieldProblem(`${base}/hysteresis`, `${quote(input.hysteresis)} is no distance`);
  return {
    ...identity,
    name: input.name,
    instruments: input.instruments.map(instrumentId),
    price: input.price,
    when: input.when,
    frequency: input.frequency,
    cooldownMs,
    hysteresis,
    maxFirings: input.maxFirings,
    expiresAt: input.expiresAt === null ? null : instantOf(input.expiresAt),
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
    cooldown: alert.cooldownMs === null ? null : printDuration(alert.cooldownMs),
    hysteresis: alert.hysteresis === null ? null : printHysteresis(alert.hysteresis),
    maxFirings: alert.maxFirings,
    expiresAt: isoOrNull(alert.expiresAt),
    onArm: alert.onArm,
    severity: alert.severity,
    channels: [...alert.channels],
    tags: [...alert.tags],
    message: alert.message,
  };
}

/** With what the condition depends on, and what it waits for now. */
export function alertView(
  stored: StoredAlert,
  services: Pick<ApiServices, 'conditions' | 'market'>,
): AlertView {
  const { alert } = stored;
  const checked = checkedOf(alert, services);
  const unknown = stored.status === 'armed' ? services.conditions.unknownOperands(alert.id) : {};
  return {
    ...alertInputOf(alert),
    id: alert.id,
    revision: alert.revision,
    status: stored.status,
    createdAt: isoOf(stored.createdAt),
    updatedAt: isoOf(stored.updatedAt),
    lastFiredAt: isoOrNull(stored.lastFiredAt),
    firings: stored.firings,
    ...conditionFacts(checked, services, alert.instruments),
    unknown: Object.fromEntries(
      Object.entries(unknown)
        .filter(([, operands]) => operands.length > 0)
        .map(([instrument, operands]) => [instrument, [...operands]]),
    ),
  };
}

/** Kind, clock and levels of one condition, or of one on several instruments taken together. */
export function conditionFacts(
  checked: readonly CheckedCondition[],
  services: Pick<ApiServices, 'market'>,
  instruments?: readonly string[],
): Pick<AlertView, 'kind' | 'clock' | 'levels'> {
  const isPriceOutput = (name: string, output: number): boolean =>
    services.market.catalog.find((entry) => entry.name === name)?.outputs[output]?.dimension === 'price';
  const levels = checked.flatMap(({ condition }) =>
    levelsOf(condition, { isPriceOutput, ...(instruments === undefined ? {} : { instruments }) }),
  );
  const closes = checked.flatMap(({ clock }) =>
    clock.closes.map(({ instrument, timeframe }) => ({ instrument, timeframe })),
  );
  return {
    kind: checked[0]?.kind ?? 'state',
    clock: {
      ticks: [...new Set(checked.flatMap(({ clock }) => clock.ticks))],
      closes: [...new Map(closes.map((close) => [`${close.instrument}@${close.timeframe}`, close])).values()],
    },
    levels: [...new Set(levels)].sort((a, b) => a - b),
  };
}

/**
 * One for each instrument. A stored condition that no longer checks (an instrument taken out of the configuration) must not take the whole
 * list away from its user: it is shown without a clock, and editing it names the error.
 */
function checkedOf(alert: Alert, services: Pick<ApiServices, 'conditions'>): readonly CheckedCondition[] {
  return alert.instruments.flatMap((instrument) => {
    const checked = services.conditions.check(alert.when, { instrument, price: alert.price });
    return checked.ok ? [checked.value] : [];
  });
}
