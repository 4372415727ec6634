/**
 * A private PostgreSQL for tests: own folder under the system's temporary one, 127.0.0.1 on a free port, no socket, no fsync.
 * The server refuses to run as root, so root starts it as the user `postgres` that Debian's package makes.
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from './free-port.ts';
import { type Owner, SmallDisk } from './small-disk.ts';

export interface PostgresServer {
  readonly port: number;
  /** URL of the database `name`; the one made at the start is `postgres`. */
  url(name: string): string;
  /** See below. */
  createDatabase(template?: string): Promise<string>;
  /** Ends the server at once, as a crash would. */
  crash(): Promise<void>;
  /** Starts it again on the same folder and port; nothing when it runs. */
  restart(): Promise<void>;
  /** SIGSTOP and SIGCONT for all of its processes: there, and not answering. */
  pause(): void;
  resume(): void;
  /** Of `diskMegabytes`. */
  readonly disk: SmallDisk | null;
  stop(): Promise<void>;
}

const OLDEST = 15;
const START_MS = 20_000;
const USER = 'fxalert_test';

/**
 * `extra`: settings of the server beside those of every test, such as `shared_preload_libraries=…`. `diskMegabytes`: its data is on a file
 * system of that size.
 */
export async function startPostgres(
  extra: readonly string[] = [],
  diskMegabytes: number | null = null,
): Promise<PostgresServer> {
  const binaries = findBinaries();
  const owner = ownerForServer();
  const folder = await mkdtemp(join(tmpdir(), 'fxalert-pg-'));
  if (owner !== null) await chown(folder, owner.uid, owner.gid);
  const disk = diskMegabytes === null ? null : await SmallDisk.mount(folder, diskMegabytes, owner);
  const command = (program: string, args: readonly string[]): readonly [string, readonly string[]] =>
    disk?.inside(join(binaries, program), args) ?? [join(binaries, program), args];
  const data = join(folder, 'data');
  const by = disk === null ? owner : null;
  const [initdb, initdbArgs] = command('initdb', [
    ...['-D', data, '-U', USER, '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'],
  ]);
  execFileSync(initdb, initdbArgs, { stdio: 'pipe', cwd: folder, ...by });
  const port = await freePort();
  const start = async (): Promise<ChildProcess> => {
    const settings = [
      `port=${port}`,
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      'fsync=off',
      'max_connections=50',
      'shared_buffers=32MB',
      ...extra,
    ];
    const [postgres, args] = command('postgres', ['-D', data, ...settings.flatMap((each) => ['-c', each])]);
    const server = spawn(postgres, args, { stdio: ['ignore', 'ignore', 'pipe'], cwd: folder, ...by });
    await accepting(server, url('postgres'));
    return server;
  };
  const url = (name: string): string => `postgres://${USER}@127.0.0.1:${port}/${name}`;
  let server = await start();
  return {
    port,
    url,
    createDatabase: (template) => createDatabase(url('postgres'), template),
    crash: () => end(server, 'SIGQUIT'),
    async restart() {
      if (server.exitCode !== null || server.signalCode !== null) server = await start();
    },
    pause: () => signalAll(server, 'SIGSTOP'),
    resume: () => signalAll(server, 'SIGCONT'),
    disk,
    async stop() {
      await end(server, 'SIGINT');
      await disk?.unmount();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A new database on the server that `url` names, empty or a copy of one that nobody uses; returns its URL. */
export async function createDatabase(url: string, template = 'template1'): Promise<string> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  const client = new pg.Client({ connectionString: new URL('/postgres', url).href });
  await client.connect();
  await client.query(`create database ${name} template ${template}`);
  await client.end();
  return new URL(`/${name}`, url).href;
}

function findBinaries(): string {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).map(Number) : [];
  const newest = Math.max(0, ...versions.filter((version) => version >= OLDEST));
  const folder = join(root, String(newest), 'bin');
  if (newest > 0 && existsSync(join(folder, 'initdb'))) return folder;
  throw new Error(
    `these tests need the programs of PostgreSQL ${OLDEST} or later in ${root}: install Debian's package "postgresql"`,
  );
}

function ownerForServer(): Owner | null {
  if (process.getuid?.() !== 0) return null;
  const number = (flag: string): number =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: number('-u'), gid: number('-g') };
}

async function accepting(server: ChildProcess, url: string): Promise<void> {
  let said = '';
  server.stderr?.on('data', (text: Buffer) => (said = (said + text.toString()).slice(-4_000)));
  const deadline = Date.now() + START_MS;
  for (;;) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL ended with ${server.exitCode}:\n${said}`);
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000 });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw new Error(`PostgreSQL did not start:\n${said}`, { cause: error });
      await sleep(50);
    }
  }
}

/** The server's first process, which makes all others, and the others as they are now. */
function signalAll({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) throw new Error('PostgreSQL does not run');
  process.kill(pid, signal);
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
  for (const child of children.split(' ').filter((text) => text !== '')) process.kill(Number(child), signal);
}

async function end(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exited = once(server, 'exit');
  server.kill(signal);
  await exited;
}
