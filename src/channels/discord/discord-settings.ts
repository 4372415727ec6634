/** Settings of a Discord channel: the webhook URL as Discord's settings page gives it. */
import { z } from 'zod';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { AllowList } from '../allow-list.ts';
import { problemsOf, type SettingsProblem } from '../settings-problem.ts';
import { checkTargetUrl } from '../ssrf-guard.ts';

const Shape = z.strictObject({
  url: z.string({ error: 'the webhook URL is missing' }).min(1).max(2_000),
  username: z.string().min(1).max(80).optional(),
  threadId: z
    .string()
    .regex(/^\d{1,20}$/, 'must be the number of a thread')
    .optional(),
});
export type DiscordSettings = z.infer<typeof Shape>;

const HOSTS: ReadonlySet<string> = new Set([
  'discord.com',
  'discordapp.com',
  'ptb.discord.com',
  'canary.discord.com',
]);
const PATH = /^\/api\/(?:v\d{1,2}\/)?webhooks\/\d{1,20}\/[A-Za-z0-9_-]+$/;

/** Other hosts only when the operator allows them (a relay, a test server). */
export function parseDiscordSettings(
  settings: unknown,
  allow: AllowList,
): Result<DiscordSettings, readonly SettingsProblem[]> {
  const parsed = Shape.safeParse(settings);
  if (!parsed.success) return err(problemsOf(parsed.error));
  const url = checkTargetUrl(parsed.data.url, allow);
  if (!url.ok) return err([{ path: '/url', message: url.error }]);
  const { hostname, pathname, protocol, port } = url.value;
  const allowed = allow.host(hostname, Number(port || (protocol === 'https:' ? 443 : 80)));
  if (!HOSTS.has(hostname) && !allowed)
    return err([
      { path: '/url', message: `"${hostname}" is not Discord: copy the webhook URL from Discord` },
    ]);
  if (!PATH.test(pathname))
    return err([
      { path: '/url', message: 'is no webhook: it ends in /api/webhooks/ with a number and a token' },
    ]);
  return ok(parsed.data);
}

/** The token, which alone allows to post. */
export function discordToken(settings: DiscordSettings): string {
  return new URL(settings.url).pathname.split('/').at(-1) ?? '';
}
