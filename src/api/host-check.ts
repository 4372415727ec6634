/**
 * Against DNS rebinding: a page of another site whose name suddenly resolves to 127.0.0.1 still sends its own name as Host. A server bound
 * to loopback answers to loopback names and to configured public hosts only. There are no cookies, so nothing rides on a foreign request.
 */
import { ApiError } from './errors.ts';
import { quote } from './quote.ts';

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];

export function isLoopback(bindAddress: string): boolean {
  return bindAddress === 'localhost' || bindAddress === '::1' || /^127(\.\d{1,3}){3}$/.test(bindAddress);
}

/** A check of the Host header: throws `wrong-host`. Any port is right, because the port may be mapped. */
export function hostCheck(options: {
  readonly bindAddress: string;
  readonly publicHosts: readonly string[];
}): (host: string | undefined) => void {
  if (!isLoopback(options.bindAddress)) return () => undefined;
  const allowed = new Set([...LOOPBACK_NAMES, ...options.publicHosts.map(hostName)]);
  return (host) => {
    if (host !== undefined && allowed.has(hostName(host))) return;
    throw new ApiError(
      'wrong-host',
      `the Host header ${quote(host)} is none of ${[...allowed].join(', ')}; behind a proxy, name it in PUBLIC_HOSTS`,
    );
  };
}

/** Lower case, without the port and a closing dot. */
function hostName(host: string): string {
  return host.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '');
}
