/** What the product reads at its start: instruments, channels, the built page; and whether the provider of prices answers. */
import { stat } from 'node:fs/promises';
import type { Config } from '../../config/config.ts';
import { probeGmo } from '../../feeds/gmo/gmo-feed.ts';
import { Random } from '../../kernel/random.ts';
import { loadInstruments } from '../commands/instruments.ts';
import { openOutbound } from '../outbound.ts';
import { systemClock } from '../system-clock.ts';
import { fail, type Finding, ok, warn } from './finding.ts';

export async function setupFiles(config: Config): Promise<Finding> {
  const check = 'files';
  const why = 'the product would end at its start';
  const help = 'docs/configuration.md';
  try {
    const instruments = await loadInstruments(config.INSTRUMENTS_FILE);
    const outbound = openOutbound(config, instruments);
    if (!outbound.ok) return fail({ check, seen: outbound.error, why, help });
    await outbound.value.close();
    const page = await stat(new URL('./web/index.html', import.meta.url)).catch(() => null);
    if (page !== null) return ok(check, `${instruments.size} instruments, the page is built`);
    const missing = 'the API answers, but there is nothing to look at';
    return warn({ check, seen: 'the page is not built', why: missing, help: 'npm run build' });
  } catch (error) {
    return fail({ check, seen: (error as Error).message, why, help });
  }
}

export async function feedAnswers(config: Config): Promise<Finding> {
  if (config.FEED !== 'auto' && config.FEED !== 'gmo') return ok('feed', config.FEED);
  const probe = await probeGmo({ restUrl: config.GMO_REST_URL, random: new Random(systemClock.now()) });
  if (probe.answers) return ok('feed', 'GMO Coin FX answers');
  const seen = `GMO Coin FX does not answer: ${probe.why}`;
  if (config.FEED === 'gmo')
    return fail({ check: 'feed', seen, why: 'no price comes, no alert fires', help: 'check the network' });
  const why = 'simulated prices are used until it answers at a start';
  return warn({ check: 'feed', seen, why, help: 'check the network, or choose a source with FEED' });
}
