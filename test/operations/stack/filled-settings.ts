/** An example of a .env file as an operator fills it in: a random secret for each change-me, bound to loopback, and the values given. */
import { randomBytes } from 'node:crypto';

export function filledSettings(example: string, values: Readonly<Record<string, string>>): string {
  const given: Readonly<Record<string, string>> = { BIND_ADDR: '127.0.0.1', ...values };
  return example.replace(/^([A-Z_]+)=(.*)$/gm, (line, name: string, value: string) => {
    if (value.startsWith('change-me')) return `${name}=${randomBytes(24).toString('hex')}`;
    return given[name] === undefined ? line : `${name}=${given[name]}`;
  });
}
