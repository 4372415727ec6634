/** Statistics of alerts and channels over a time. */
import { HOUR_MS } from '../../kernel/units.ts';
import type { ApiApp } from '../app.ts';
import { REFUSALS } from '../app.ts';
import { StatisticsQuery, StatisticsView } from '../contract/statistics.ts';
import { fieldProblem } from '../errors.ts';
import { quote } from '../quote.ts';
import type { ApiServices } from '../services.ts';
import { instantOf } from '../views/instant.ts';

const LONGEST_MS = 366 * 24 * HOUR_MS;

export function statisticsRoutes(app: ApiApp, services: ApiServices): void {
  app.get(
    '/statistics',
    {
      config: { access: ['read'] },
      schema: {
        tags: ['events'],
        summary: 'Firings by alert, deliveries by alert and by channel, over a time',
        querystring: StatisticsQuery,
        response: { 200: StatisticsView, ...REFUSALS },
      },
    },
    async ({ query: { from, to, limit } }) => {
      const span = { from: instantOf(from), to: instantOf(to) };
      if (span.from >= span.to)
        throw fieldProblem('query/to', `${quote(to)} is not after from, ${quote(from)}`);
      if (span.to - span.from > LONGEST_MS)
        throw fieldProblem('query/to', `${quote(to)} is more than 366 days after from, ${quote(from)}`);
      const { byAlert, byChannel, ...totals } = await services.statistics({ ...span, limit });
      return { from, to, ...totals, byAlert: [...byAlert], byChannel: [...byChannel] };
    },
  );
}
