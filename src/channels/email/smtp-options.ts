/** The operator's mail server, from one URL: `smtps://user:password@host:465`, `smtp://host:587`; `?tls=none` for a relay on the own network. */
import { err, ok, type Result } from '../../kernel/result.ts';

export interface SmtpOptions {
  readonly host: string;
  readonly port: number;
  /** `tls` from the first byte, `starttls` required, or `none`. */
  readonly security: 'tls' | 'starttls' | 'none';
  readonly user: string | null;
  readonly password: string | null;
  /** `alerts@example.com` or `FX Alerts <alerts@example.com>`. */
  readonly from: string;
}

const FROM = /^(?:[^<>\r\n"]{0,100}<)?([^\s<>@"]+@[^\s<>@"]+?)>?$/;

/** The error never quotes the URL: it holds the password. */
export function parseSmtpUrl(text: string, from: string): Result<SmtpOptions, string> {
  if (!FROM.test(from)) return err(`"${from}" is no sender address: write it like alerts@example.com`);
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== 'smtp:' && url.protocol !== 'smtps:') || url.hostname === '')
    return err('the mail server must be given like smtps://user:password@mail.example.com:465');
  const tls = url.searchParams.get('tls');
  if (tls !== null && tls !== 'none') return err(`"tls=${tls}" is unknown: only tls=none may be given`);
  const secure = url.protocol === 'smtps:';
  return ok({
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    security: secure ? 'tls' : tls === 'none' ? 'none' : 'starttls',
    user: url.username === '' ? null : decodeURIComponent(url.username),
    password: url.password === '' ? null : decodeURIComponent(url.password),
    from,
  });
}

/** What stands after the @ of the sender. */
export function domainOf(from: string): string {
  return FROM.exec(from)?.[1]?.split('@').at(-1) ?? 'localhost';
}
