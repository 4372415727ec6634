/** What an alert must satisfy beyond its shape: instruments and channels that exist, a condition that checks on each of its instruments. */
import { ruleProblem } from '../../alerts/firing-rules.ts';
import { instrumentId } from '../../kernel/units.ts';
import type { AlertInput } from '../contract/alerts.ts';
import type { FieldError } from '../errors.ts';
import { conditionProblem, fieldProblem, fieldsProblem, quote } from '../errors.ts';
import type { ApiServices } from '../services.ts';
import { alertOf } from '../views/alert-view.ts';
import { instantOf } from '../views/instant.ts';

/** Throws `validation` with every wrong field, or `condition` with the position. */
export async function refuseUnusable(input: AlertInput, services: ApiServices): Promise<void> {
  const errors = [
    ...wrongInstruments(input.instruments, services),
    ...(await wrongChannels(input.channels, services)),
    ...wrongExpiry(input, services),
  ];
  if (errors.length > 0) throw fieldsProblem(errors);
  refuseCondition(input, services);
}

/** Without the fields that only live alerts need: for the dry run, whose body has the alert at `base`. */
export function refuseUntestable(input: AlertInput, services: ApiServices, base: string): void {
  const errors = wrongInstruments(input.instruments, services).map(({ path, message }) => ({
    path: `${base}${path}`,
    message,
  }));
  if (errors.length > 0) throw fieldsProblem(errors);
  refuseCondition(input, services, base);
}

function refuseCondition(input: AlertInput, services: ApiServices, base = ''): void {
  for (const name of input.instruments) {
    const checked = services.conditions.check(input.when, {
      instrument: instrumentId(name),
      price: input.price,
    });
    if (!checked.ok) throw conditionProblem(checked.error);
    const problem = ruleProblem(alertOf(input, { id: '', revision: 1 }, base), checked.value);
    if (problem !== null) throw fieldProblem(`${base}/${problem.field}`, problem.message);
  }
}

function wrongInstruments(names: readonly string[], services: ApiServices): readonly FieldError[] {
  return names.flatMap((name, index) => {
    const path = `/instruments/${index}`;
    if (services.market.instrument(instrumentId(name)) === null)
      return [{ path, message: `unknown instrument ${quote(name)}; GET /api/v1/instruments lists them` }];
    if (names.indexOf(name) !== index) return [{ path, message: `${quote(name)} is there twice` }];
    return [];
  });
}

async function wrongChannels(
  names: readonly string[],
  services: ApiServices,
): Promise<readonly FieldError[]> {
  if (names.length === 0) return [];
  const known = new Set((await services.channels.list()).map((channel) => channel.name));
  return names.flatMap((name, index) => {
    const path = `/channels/${index}`;
    if (!known.has(name))
      return [{ path, message: `unknown channel ${quote(name)}; ${knownChannels(known)}` }];
    if (names.indexOf(name) !== index) return [{ path, message: `${quote(name)} is there twice` }];
    return [];
  });
}

function knownChannels(known: ReadonlySet<string>): string {
  if (known.size === 0) return 'there is none yet: make one with POST /api/v1/channels';
  const some = [...known].slice(0, 10).join(', ');
  return `there ${known.size === 1 ? 'is' : 'are'} ${some}${known.size > 10 ? ' and more' : ''}`;
}

function wrongExpiry(input: AlertInput, services: ApiServices): readonly FieldError[] {
  if (input.expiryWarning !== null && input.expiresAt === null)
    return [{ path: '/expiryWarning', message: 'there is nothing to warn of without expiresAt' }];
  if (input.expiresAt === null || instantOf(input.expiresAt) > services.market.now()) return [];
  return [{ path: '/expiresAt', message: `${quote(input.expiresAt)} has passed already` }];
}
