/** Before arming: check a condition, and run an alert over the recorded past. */
import type { z } from 'zod';
import { tellError } from '../../conditions/sentences/tell-error.ts';
import type { Language } from '../../kernel/sentence.ts';
import { answerInLanguage } from '../accepted-language.ts';
import type { ApiApp } from '../app.ts';
import { REFUSALS } from '../app.ts';
import { CheckAnswer, CheckRequest, DryRunAnswer, DryRunRequest } from '../contract/alerts.ts';
import { ApiError, fieldProblem } from '../errors.ts';
import { instrumentId } from '../../kernel/units.ts';
import { readerGone } from '../reader-gone.ts';
import type { ApiServices } from '../services.ts';
import { alertOf, conditionFacts } from '../views/alert-view.ts';
import { dryRunView } from '../views/dry-run-view.ts';
import { refuseUntestable } from './alert-rules.ts';

const BODY_LIMIT = 64 * 1024;
const DRY_RUN_TIMEOUT_MS = 30_000;
/** Each keeps a core busy; more at once make every one slower, and the live engine too. */
export const DRY_RUNS_AT_ONCE = 2;

const read = { config: { access: ['read'] } } as const;
const tags = ['conditions'];

export function conditionRoutes(app: ApiApp, services: ApiServices): void {
  let running = 0;

  app.post(
    '/alerts/check',
    {
      ...read,
      bodyLimit: BODY_LIMIT,
      schema: {
        tags,
        summary: 'Check a condition and evaluate its operands now',
        description:
          'A broken condition is an answer here, not a refusal: `ok` is false and `error` has the place, with a message in the language of Accept-Language (en, ja).',
        body: CheckRequest,
        response: { 200: CheckAnswer, ...REFUSALS },
      },
    },
    (request, reply) => Promise.resolve(check(request.body, services, answerInLanguage(request, reply))),
  );

  app.post(
    '/alerts/dry-run',
    {
      ...read,
      bodyLimit: BODY_LIMIT,
      handlerTimeout: DRY_RUN_TIMEOUT_MS,
      schema: {
        tags,
        summary: 'How often an alert would have fired in the last days',
        body: DryRunRequest,
        response: { 200: DryRunAnswer, ...REFUSALS },
      },
    },
    async ({ body: { alert: input, days } }, reply) => {
      refuseUntestable(input, services, '/alert');
      if (running >= DRY_RUNS_AT_ONCE)
        throw new ApiError('too-many-requests', `${running} dry runs are at work; try again in a second`, {
          retryAfterSeconds: 1,
        });
      running++;
      const signal = readerGone(reply, DRY_RUN_TIMEOUT_MS);
      try {
        const alert = alertOf(input, { id: 'dry-run', revision: 1 }, '/alert');
        return dryRunView(await services.conditions.dryRun(alert, { days, signal }));
      } catch (error) {
        if (!signal.aborted) throw error;
        throw new ApiError('unavailable', 'the dry run took longer than 30 s: ask for fewer days');
      } finally {
        running--;
      }
    },
  );
}

function check(
  { when, instrument: name, price }: z.infer<typeof CheckRequest>,
  services: ApiServices,
  language: Language,
): CheckAnswer {
  const instrument = name === undefined ? undefined : instrumentId(name);
  if (instrument !== undefined && services.market.instrument(instrument) === null)
    throw fieldProblem('/instrument', { key: 'instrumentUnknown', name: instrument });
  const checked = services.conditions.check(when, {
    price,
    ...(instrument === undefined ? {} : { instrument }),
  });
  if (!checked.ok) return { ok: false, error: tellError(checked.error, language) };
  const { text, instruments, warmUp } = checked.value;
  return {
    ok: true,
    text,
    ...conditionFacts([checked.value], instruments),
    instruments: [...instruments],
    warmUp: warmUp.map(({ instrument: id, timeframe, candles }) => ({ instrument: id, timeframe, candles })),
    operands: { ...services.conditions.operandsNow(checked.value) },
  };
}
