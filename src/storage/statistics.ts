/** What fired in a time and what became of it, counted by alert and by channel. One pass over the events of the time, by their index. */
import type { EpochMs } from '../kernel/units.ts';
import type { Database } from './database.ts';

export interface Statistics {
  readonly firings: number;
  /** Alerts that fired. */
  readonly alerts: number;
  /** By firings, the most first. */
  readonly byAlert: readonly AlertCounts[];
  readonly byChannel: readonly ChannelCounts[];
}

export interface SendingCounts {
  readonly sent: number;
  /** Of those sent: a minute or more after the event was recorded. */
  readonly late: number;
  readonly dead: number;
  /** Still on their way. */
  readonly open: number;
}

interface AlertCounts extends SendingCounts {
  readonly alert: string;
  readonly name: string;
  readonly firings: number;
}

interface ChannelCounts extends SendingCounts {
  readonly channel: string;
}

interface StatisticsOptions {
  readonly from: EpochMs;
  /** Not included. */
  readonly to: EpochMs;
  /** Alerts that are listed; the others are counted. */
  readonly limit: number;
  /** Ids of alerts that do not count: the product's own. */
  readonly except: readonly string[];
}

const LATE = `interval '60 s'`;
const FIRED = `fired as (
  select id, alert, name, at, recorded_at from events
  where at >= to_timestamp($1::float8 / 1000) and at < to_timestamp($2::float8 / 1000)
    and kind = 'fired' and alert <> all($3::text[]))`;
const SENDINGS = `count(*) filter (where status = 'sent') as sent,
  count(*) filter (where status = 'sent' and sent_at >= recorded_at + ${LATE}) as late,
  count(*) filter (where status = 'dead') as dead,
  count(*) filter (where status in ('pending', 'sending')) as open`;

export async function statisticsOf(
  database: Database,
  { from, to, limit, except }: StatisticsOptions,
): Promise<Statistics> {
  const span = [from, to, except] as const;
  const byAlert = await database.query<AlertCounts & { readonly alerts: number; readonly total: number }>(
    `with ${FIRED},
     counted as (
       select alert, count(*) as firings, (array_agg(name order by at desc, id desc))[1] as name from fired group by alert),
     sendings as (
       select fired.alert, ${SENDINGS} from fired join deliveries on event_id = fired.id group by fired.alert)
     select alert, name, firings, coalesce(sent, 0) as sent, coalesce(late, 0) as late, coalesce(dead, 0) as dead,
            coalesce(open, 0) as open, count(*) over () as alerts, (sum(firings) over ())::bigint as total
     from counted left join sendings using (alert) order by firings desc, alert limit $4`,
    [...span, limit],
  );
  const byChannel = await database.query<ChannelCounts>(
    `with ${FIRED}
     select channel, ${SENDINGS} from fired join deliveries on event_id = fired.id group by channel order by channel`,
    span,
  );
  return {
    firings: byAlert[0]?.total ?? 0,
    alerts: byAlert[0]?.alerts ?? 0,
    byAlert: byAlert.map(({ alerts: _alerts, total: _total, ...counts }) => counts),
    byChannel,
  };
}
