/** Channels: where alerts go. Secrets are write-only, but for a webhook secret made here, shown once in the answer that made it. */
import { z } from 'zod';
import { MINUTE_MS } from '../../kernel/units.ts';
import type { ChannelConfig } from '../../notify/channel.ts';
import type { ApiApp } from '../app.ts';
import { NoContent, REFUSALS } from '../app.ts';
import { ChannelInput, ChannelView, TestSendAnswer } from '../contract/events.ts';
import { ApiError, fieldProblem, fieldsProblem, notFound } from '../errors.ts';
import { quote } from '../quote.ts';
import type { ApiServices } from '../services.ts';
import { channelOf, channelView } from '../views/channel-view.ts';

/** A test waits for the provider: longer than the sender's own time-out of 10 s. */
const TEST_TIMEOUT_MS = 20_000;
/** Tests pass by the limits that deliveries keep: a provider must not shut out everybody's alerts for them. */
const TESTS_PER_MINUTE = 20;
const BODY_LIMIT = 64 * 1024;
const read = { config: { access: ['read'] } } as const;
const admin = { config: { access: ['admin'] } } as const;
const tags = ['channels'];
const NameParams = z.strictObject({ name: z.string().min(1).max(60) });

export function channelRoutes(app: ApiApp, services: ApiServices): void {
  const { channels, channelTools } = services;
  const stored = async (name: string): Promise<ChannelConfig> => {
    const channel = await channels.get(name);
    if (channel === null) throw notFound('channel', name);
    return channel;
  };
  const save = async (input: ChannelInput, current: ChannelConfig | null): Promise<ChannelView> => {
    const { channel, madeSecret } = channelOf(input, current, channelTools);
    const problems = channelTools.problems(channel);
    if (problems.length > 0)
      throw fieldsProblem(problems.map(({ path, message }) => ({ path: `/settings${path}`, message })));
    await channels.save(channel);
    const view = channelView(channel, channelTools);
    return madeSecret === null ? view : { ...view, settings: { ...view.settings, secret: madeSecret } };
  };

  app.get(
    '/channels',
    {
      ...read,
      schema: { tags, summary: 'List channels', response: { 200: z.array(ChannelView), ...REFUSALS } },
    },
    async () => (await channels.list()).map((channel) => channelView(channel, channelTools)),
  );

  app.post(
    '/channels',
    {
      ...admin,
      bodyLimit: BODY_LIMIT,
      schema: {
        tags,
        summary: 'Add a channel',
        description: 'A webhook secret that is left out is made here and shown in this answer only.',
        body: ChannelInput,
        response: { 201: ChannelView, ...REFUSALS },
      },
    },
    async ({ body }, reply) => {
      if ((await channels.get(body.name)) !== null)
        throw new ApiError(
          'already-exists',
          `there is a channel ${quote(body.name)} already: change it with PUT`,
        );
      return reply.code(201).send(await save(body, null));
    },
  );

  app.put(
    '/channels/:name',
    {
      ...admin,
      bodyLimit: BODY_LIMIT,
      schema: {
        tags,
        summary: 'Change a channel, or enable one that was disabled',
        description: 'A secret that is left out, and a setting given as its mask, stay as they are.',
        params: NameParams,
        body: ChannelInput,
        response: { 200: ChannelView, ...REFUSALS },
      },
    },
    async ({ params: { name }, body }) => {
      const current = await stored(name);
      if (body.name !== name)
        throw fieldProblem(
          '/name',
          `${quote(body.name)} is not the ${quote(name)} of the address; channels are not renamed`,
        );
      return save(body, current);
    },
  );

  app.delete(
    '/channels/:name',
    {
      ...admin,
      schema: {
        tags,
        summary: 'Remove a channel',
        params: NameParams,
        response: { 204: NoContent, ...REFUSALS },
      },
    },
    async ({ params: { name } }, reply) => {
      if (!(await channels.remove(name))) throw notFound('channel', name);
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/channels/:name/test',
    {
      config: { access: ['trade'], rateLimit: { max: TESTS_PER_MINUTE, timeWindow: MINUTE_MS } },
      handlerTimeout: TEST_TIMEOUT_MS,
      schema: {
        tags,
        summary: 'Send a test message now and give the outcome',
        params: NameParams,
        response: { 200: TestSendAnswer, ...REFUSALS },
      },
    },
    async ({ params: { name } }) => {
      const { outcome, tookMs } = await channelTools.testSend(await stored(name));
      const failed = 'reason' in outcome;
      return {
        result: outcome.result,
        reason: failed ? outcome.reason : null,
        detail: failed ? outcome.detail : (outcome.reference ?? ''),
        tookMs,
      };
    },
  );
}
