/** What an alert must satisfy beyond its shape: instruments and channels that exist, a condition that checks on each of its instruments. */
import { ruleProblem } from '../../alerts/firing-rules.ts';
import { instrumentId } from '../../kernel/units.ts';
import type { AlertInput } from '../contract/alerts.ts';
import { ApiError, conditionProblem, fieldProblem, fieldsProblem } from '../errors.ts';
import type { FieldError } from '../field-faults.ts';
import { inTurns } from '../in-turns.ts';
import type { ApiServices } from '../services.ts';
import { alertOf } from '../views/alert-view.ts';
import { instantOf } from '../views/instant.ts';

/** Throws `validation` with every wrong field, or `condition` with the position. */
export async function refuseUnusable(input: AlertInput, services: ApiServices): Promise<void> {
  const errors = wrongFields(input, await channelsFor([input], services), services);
  if (errors.length > 0) throw fieldsProblem(errors);
  refuseCondition(input, services);
}

/**
 * The same for many, with every wrong field of all of them: throws `validation`, in which a condition is a field and its position part of
 * the message. `base` is where they are in the body.
 */
export async function refuseAnyUnusable(
  inputs: readonly AlertInput[],
  services: ApiServices,
  base: string,
): Promise<void> {
  const channels = await channelsFor(inputs, services);
  const errors = await inTurns(inputs, (input, index) => {
    const wrong = wrongFields(input, channels, services);
    const errors = under(`${base}/${index}`, wrong.length > 0 ? wrong : wrongCondition(input, services));
    return errors.map(({ path, message }): FieldError => ({
      path,
      message: { key: 'ofAlert', name: input.name, fault: message },
    }));
  });
  if (errors.some((wrong) => wrong.length > 0)) throw fieldsProblem(errors.flat());
}

/** Without the fields that only live alerts need: for the dry run, whose body has the alert at `base`. */
export function refuseUntestable(input: AlertInput, services: ApiServices, base: string): void {
  const errors = under(base, wrongInstruments(input.instruments, services));
  if (errors.length > 0) throw fieldsProblem(errors);
  refuseCondition(input, services, base);
}

function under(base: string, errors: readonly FieldError[]): readonly FieldError[] {
  return errors.map(({ path, message }) => ({ path: `${base}${path}`, message }));
}

function wrongFields(
  input: AlertInput,
  channels: ReadonlySet<string>,
  services: ApiServices,
): readonly FieldError[] {
  return [
    ...wrongInstruments(input.instruments, services),
    ...wrongChannels(input.channels, channels),
    ...wrongExpiry(input, services),
  ];
}

function wrongCondition(input: AlertInput, services: ApiServices): readonly FieldError[] {
  try {
    refuseCondition(input, services);
    return [];
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { fields, condition } = error.extras;
    if (condition !== undefined) return [{ path: '/when', message: { key: 'condition', error: condition } }];
    if (fields === undefined) throw error;
    return fields.errors;
  }
}

function refuseCondition(input: AlertInput, services: ApiServices, base = ''): void {
  for (const name of input.instruments) {
    const checked = services.conditions.check(input.when, {
      instrument: instrumentId(name),
      price: input.price,
    });
    if (!checked.ok) throw conditionProblem(checked.error);
    const problem = ruleProblem(alertOf(input, { id: '', revision: 1 }, base), checked.value);
    if (problem !== null) throw fieldProblem(`${base}/${problem.field}`, problem.said);
  }
}

function wrongInstruments(names: readonly string[], services: ApiServices): readonly FieldError[] {
  return names.flatMap((name, index): readonly FieldError[] => {
    const path = `/instruments/${index}`;
    if (services.market.instrument(instrumentId(name)) === null)
      return [{ path, message: { key: 'instrumentUnknown', name } }];
    if (names.indexOf(name) !== index) return [{ path, message: { key: 'twice', name } }];
    return [];
  });
}

/** Names of those there are; asked for only where one is named. */
async function channelsFor(
  inputs: readonly AlertInput[],
  services: ApiServices,
): Promise<ReadonlySet<string>> {
  if (inputs.every(({ channels }) => channels.length === 0)) return new Set();
  return new Set((await services.channels.list()).map(({ name }) => name));
}

function wrongChannels(names: readonly string[], known: ReadonlySet<string>): readonly FieldError[] {
  return names.flatMap((name, index): readonly FieldError[] => {
    const path = `/channels/${index}`;
    if (!known.has(name)) return [{ path, message: { key: 'channelUnknown', name, known } }];
    if (names.indexOf(name) !== index) return [{ path, message: { key: 'twice', name } }];
    return [];
  });
}

function wrongExpiry(input: AlertInput, services: ApiServices): readonly FieldError[] {
  if (input.expiryWarning !== null && input.expiresAt === null)
    return [{ path: '/expiryWarning', message: { key: 'nothingToWarnOf' } }];
  if (input.expiresAt === null || instantOf(input.expiresAt) > services.market.now()) return [];
  return [{ path: '/expiresAt', message: { key: 'passed', instant: input.expiresAt } }];
}
