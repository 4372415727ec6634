/** How often alerts fired in a time, and what became of their messages. */
import { z } from 'zod';
import { Instant } from './common.ts';

export const StatisticsQuery = z.strictObject({
  from: Instant,
  to: Instant.describe('Not included; at most 366 days later'),
  limit: z.coerce.number().int().min(1).max(500).default(50).describe('Alerts that are listed'),
});

const counts = {
  sent: z.int(),
  late: z.int().describe('Of those sent: a minute or more after the event was recorded'),
  dead: z.int(),
  open: z.int().describe('Still on their way'),
};

export const StatisticsView = z.strictObject({
  from: Instant,
  to: Instant,
  firings: z.int(),
  alerts: z.int().describe('Alerts that fired'),
  byAlert: z.array(z.strictObject({ alert: z.string(), name: z.string(), firings: z.int(), ...counts })),
  byChannel: z.array(z.strictObject({ channel: z.string(), ...counts })),
});
export type StatisticsView = z.infer<typeof StatisticsView>;
