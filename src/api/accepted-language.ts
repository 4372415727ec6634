/**
 * In which language a client reads, by its Accept-Language (RFC 9110, 12.5.4): the range with the highest quality among those that are spoken
 * here, the first named among equals; English where none is. `ja-JP` is served as `ja`; `*` stands for what is not named, English first.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Language } from '../kernel/sentence.ts';

const SPOKEN: readonly Language[] = ['en', 'ja'];

/** Gives the language of the client and says in the answer that it is written in it. */
export function answerInLanguage(request: FastifyRequest, reply: FastifyReply): Language {
  const language = acceptedLanguage(request.headers['accept-language']);
  const vary = [reply.getHeader('vary') ?? []].flat().join(', ');
  reply.header('content-language', language);
  reply.header('vary', vary === '' ? 'Accept-Language' : `${vary}, Accept-Language`);
  return language;
}

export function acceptedLanguage(header: string | undefined): Language {
  const ranges = (header ?? '').split(',').map(rangeOf);
  const named = new Set(ranges.map(({ primary }) => primary));
  let best: Language = 'en';
  let highest = 0;
  for (const { primary, quality } of ranges) {
    const spoken = SPOKEN.find((one) => (primary === '*' ? !named.has(one) : one === primary));
    if (spoken === undefined || quality <= highest) continue;
    best = spoken;
    highest = quality;
  }
  return best;
}

/** What cannot be read has quality 0: it is as if it were not there. */
function rangeOf(text: string): { readonly primary: string; readonly quality: number } {
  const [, primary = '', quality = '1'] =
    /^\s*([a-z]{1,8}|\*)(?:-[a-z\d-]{1,40})?\s*(?:;\s*q=([01](?:\.\d{0,3})?))?\s*$/i.exec(text) ?? [];
  return primary === ''
    ? { primary, quality: 0 }
    : { primary: primary.toLowerCase(), quality: Math.min(Number(quality), 1) };
}
