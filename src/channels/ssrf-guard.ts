/**
 * The only way out for addresses that users type. A connection is made over https to public addresses, or to what the operator allowed;
 * anything else ends in BlockedAddressError before a byte is sent.
 *
 * Checked in the connector, for every connection: the literal address of the URL (which never reaches a resolver), and every address a
 * name resolves to, in the socket's own lookup, so that a name cannot change between check and use. One closed address among
 * several refuses the whole name. Redirects are not followed by those who use it.
 */
import { lookup as dnsLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector, type Dispatcher } from 'undici';
import { err, ok, type Result } from '../kernel/result.ts';
import type { AllowList } from './allow-list.ts';
import { isPublicAddress } from './public-address.ts';

export class BlockedAddressError extends Error {
  override readonly name = 'BlockedAddressError';
  readonly code = 'BLOCKED_ADDRESS';
}

interface SsrfGuardOptions {
  readonly allow: AllowList;
  readonly connectTimeoutMs: number;
  /** The system's resolver unless a test brings its own. */
  readonly lookup?: LookupFunction;
  /** Further certificate authorities (PEM), for receivers on the own network. */
  readonly ca?: string;
}

/** For `undici.request({dispatcher})`. Close it at the end. */
export function createGuardedDispatcher(options: SsrfGuardOptions): Dispatcher {
  const resolve = options.lookup ?? dnsLookup;
  return new Agent({
    connections: 16,
    pipelining: 1,
    keepAliveTimeout: 10_000,
    connect: (target, callback) => {
      const host = target.hostname.replace(/^\[|\]$/g, '');
      const https = target.protocol === 'https:';
      const port = target.port === '' ? (https ? 443 : 80) : Number(target.port);
      const refused = isIP(host) === 0 ? null : refuseAddress(host, { host, port, https }, options.allow);
      if (refused !== null) {
        callback(new BlockedAddressError(refused), null);
        return;
      }
      const connect = buildConnector({
        timeout: options.connectTimeoutMs,
        maxCachedSessions: 0,
        lookup: guardedLookup(resolve, { host, port, https }, options.allow),
        ...(options.ca === undefined ? {} : { ca: options.ca }),
      });
      connect(target, callback);
    },
  });
}

/**
 * What can be said of a URL before any connection, as a sentence for the user who typed it. A name is resolved and judged only when
 * it is used.
 */
export function checkTargetUrl(text: string, allow: AllowList): Result<URL, string> {
  if (!URL.canParse(text)) return err(`"${text}" is no URL`);
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return err(`"${url.protocol}" is not allowed: use https`);
  if (url.username !== '' || url.password !== '')
    return err('a user name or password in the URL is not allowed');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const https = url.protocol === 'https:';
  const port = url.port === '' ? (https ? 443 : 80) : Number(url.port);
  if (isIP(host) !== 0) {
    const refused = refuseAddress(host, { host, port, https }, allow);
    return refused === null ? ok(url) : err(refused);
  }
  const local = /(^|\.)localhost\.?$/i.test(host);
  if ((local || !https) && !allow.host(host, port) && !allow.hasNetworks) {
    return err(
      local
        ? `"${host}" is this machine itself: allow "${host}:${port}" in WEBHOOK_ALLOW if that is meant`
        : `"${host}" over http is not allowed: use https, or allow "${host}:${port}" in WEBHOOK_ALLOW`,
    );
  }
  return ok(url);
}

interface Target {
  readonly host: string;
  readonly port: number;
  readonly https: boolean;
}

/** Why this address may not be called, or null. */
function refuseAddress(address: string, { host, port, https }: Target, allow: AllowList): string | null {
  if (allow.host(host, port) || allow.address(address, port)) return null;
  if (!https)
    return `"${host}" over http is not allowed: use https, or allow "${host}:${port}" in WEBHOOK_ALLOW`;
  if (isPublicAddress(address)) return null;
  const shown = address === host ? `"${host}"` : `"${host}" resolves to ${address}, which`;
  return `${shown} is no public address: allow "${host}:${port}" in WEBHOOK_ALLOW if it is on your network`;
}

function guardedLookup(resolve: LookupFunction, target: Target, allow: AllowList): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) {
        callback(error, '');
        return;
      }
      const addresses = typeof found === 'string' ? [{ address: found, family: isIP(found) }] : found;
      for (const { address } of addresses) {
        const refused = refuseAddress(address, target, allow);
        if (refused !== null) {
          callback(new BlockedAddressError(refused), '');
          return;
        }
      }
      const [first] = addresses;
      if (first === undefined) callback(new Error(`"${hostname}" has no address`), '');
      else if (options.all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}
