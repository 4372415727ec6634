/** What lies in the folder of an installation: certificate, backups, environment files. In a container they are not there, which is said. */
import { X509Certificate } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { EpochMs } from '../../kernel/units.ts';
import { fail, type Finding, ok, unseen, warn } from './finding.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A certificate is renewed long before; the rule CertificateExpiring has the same. */
const CERTIFICATE_MS = 14 * DAY_MS;
/** One a day at 02:00, and time to make it; the rule BackupTooOld has the same. */
const BACKUP_MS = 26 * HOUR_MS;
const EXAMPLE = 'change-me';
const FROM_HOST = 'on the host, run it in the folder of the installation';

export async function certificate(root: string, now: EpochMs): Promise<Finding> {
  const check = 'certificate';
  const file = join('nginx', 'ssl', 'cert.pem');
  const text = await textOf(join(root, file));
  if (text === null) return unseen(check, `there is no ${file} here`, FROM_HOST);
  const help = './scripts/certificate.sh install CERT.pem KEY.pem, or letsencrypt NAME E-MAIL';
  const why = 'browsers and programs refuse to connect once it has ended';
  let endsAt: number;
  try {
    endsAt = Date.parse(new X509Certificate(text).validTo);
  } catch (error) {
    const seen = `${file} cannot be read as a certificate: ${(error as Error).message}`;
    return fail({ check, seen, why: 'nginx does not start with it', help });
  }
  const day = new Date(endsAt).toISOString().slice(0, 10);
  if (endsAt <= now) return fail({ check, seen: `${file} ended on ${day}`, why, help });
  const seen = `${file} ends on ${day}, in ${Math.floor((endsAt - now) / DAY_MS)} days`;
  return endsAt - now < CERTIFICATE_MS ? warn({ check, seen, why, help }) : ok(check, seen);
}

/** A backup is one with its checksum, which scripts/backup.sh writes last. */
export async function backupAge(root: string, now: EpochMs): Promise<Finding> {
  const check = 'backup';
  const names = await readdir(join(root, 'backups')).catch(() => null);
  if (names === null) return unseen(check, 'there is no folder backups here', FROM_HOST);
  const help =
    './scripts/backup.sh production; ./scripts/install-schedule.sh production makes one every night';
  const why = 'what was recorded since the newest backup is lost with the disk';
  let newest: { readonly name: string; readonly at: number } | null = null;
  for (const checksum of names.filter((name) => name.endsWith('.sha256'))) {
    const name = checksum.slice(0, -'.sha256'.length);
    const at = (await stat(join(root, 'backups', name)).catch(() => null))?.mtimeMs;
    if (at !== undefined && at > (newest?.at ?? 0)) newest = { name, at };
  }
  if (newest === null) return warn({ check, seen: 'backups has no complete backup', why, help });
  const seen = `${newest.name} was made ${((now - newest.at) / HOUR_MS).toFixed(1)} hours ago`;
  return now - newest.at > BACKUP_MS ? warn({ check, seen, why, help }) : ok(check, seen);
}

/** Example values and readable secrets, in the files beside the compose files and in the environment of this process. */
export async function environmentFiles(
  root: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<readonly Finding[]> {
  const check = 'environment';
  const findings: Finding[] = [];
  const own = Object.keys(environment).filter((name) => environment[name]?.includes(EXAMPLE) === true);
  if (own.length > 0) findings.push(exampleLeft('the environment', own));
  const names = ['production', 'staging', 'development'].map((name) => `.env.${name}`);
  let found = 0;
  for (const name of names) {
    const text = await textOf(join(root, name));
    if (text === null) continue;
    found++;
    const left = [...text.matchAll(/^([A-Z_]+)=(.*)$/gm)].filter(([, , value]) => value?.includes(EXAMPLE));
    if (left.length > 0)
      findings.push(
        exampleLeft(
          name,
          left.map(([, setting]) => setting ?? ''),
        ),
      );
    const mode = (await stat(join(root, name))).mode & 0o777;
    if ((mode & 0o077) === 0) continue;
    const seen = `${name} has mode ${mode.toString(8)}`;
    const why = 'every user of this machine reads its passwords';
    findings.push(warn({ check, seen, why, help: `chmod 600 ${name}` }));
  }
  if (findings.length > 0) return findings;
  if (found > 0) return [ok(check, 'no example value is left, and only the owner reads the files')];
  return [unseen(check, `there is no ${names.join(', ')} here`, FROM_HOST)];
}

function exampleLeft(where: string, settings: readonly string[]): Finding {
  return fail({
    check: 'environment',
    seen: `${where} still has the example's value of ${settings.join(', ')}`,
    why: 'everybody who has read the example knows it',
    help: 'openssl rand -hex 24 makes a good one',
  });
}

/** Null when there is no such file; a file that cannot be read is an error of its own. */
async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
