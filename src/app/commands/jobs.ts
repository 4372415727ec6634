/** `fxalert jobs`: work that takes a while, asked for, watched, cancelled, and its file. */
import { createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JobDraft, JobView } from '../../api/contract/jobs.ts';
import { parseAlertFile } from '../../config/alert-file.ts';
import { ApiClient, type ApiOptions } from './api-client.ts';
import { BadInput, drained, orBadInput, printLine, say } from './output.ts';
import { readText } from './read-text.ts';

const LOOK_MS = 500;

export async function listJobs({
  status,
  limit,
  ...options
}: ApiOptions & { readonly status?: string; readonly limit: number }): Promise<number> {
  let count = 0;
  const path = status === undefined ? '/jobs' : `/jobs?status=${status}`;
  for await (const job of new ApiClient(options).pages<JobView>(path)) {
    if (count === limit) break;
    printLine(job);
    await drained();
    count += 1;
  }
  say(`${count} jobs`);
  return 0;
}

export async function showJob(id: string, options: ApiOptions): Promise<number> {
  printLine(await new ApiClient(options).request<JobView>('GET', addressOf(id)));
  return 0;
}

export async function cancelJob(id: string, options: ApiOptions): Promise<number> {
  printLine(await new ApiClient(options).request<JobView>('DELETE', addressOf(id)));
  return 0;
}

interface RunOptions extends ApiOptions {
  /** Where the file goes; without it, to stdout. */
  readonly out?: string;
  /** Answers at once with the job, instead of waiting for its file. */
  readonly detach?: boolean;
}

/** Exit status 1: the job failed or was cancelled. */
export async function runJob(request: JobDraft, options: RunOptions): Promise<number> {
  const client = new ApiClient(options);
  const asked = await client.request<JobView>('POST', '/jobs', request);
  if (options.detach === true) {
    printLine(asked);
    return 0;
  }
  const ended = await untilEnded(client, asked);
  say(`job ${ended.id} ${ended.status}${ended.outcome === null ? '' : `: ${ended.outcome}`}`);
  if (ended.status !== 'done') return 1;
  if (ended.result !== null) await fetchResult(client, ended, options.out);
  return 0;
}

/** A dry run of each alert of a file, one job after the other. */
export async function runDryRuns(
  file: string,
  { days, ...options }: RunOptions & { readonly days: number },
): Promise<number> {
  const alerts = orBadInput(parseAlertFile(await readText(file), file));
  let code = 0;
  for (const alert of alerts) {
    say(alert.name);
    code = Math.max(code, await runJob({ kind: 'dry-run', alert, days }, options));
  }
  return code;
}

export async function fetchJob(
  id: string,
  { out, ...options }: ApiOptions & { readonly out?: string },
): Promise<number> {
  const client = new ApiClient(options);
  await fetchResult(client, await client.request<JobView>('GET', addressOf(id)), out);
  return 0;
}

async function untilEnded(client: ApiClient, asked: JobView): Promise<JobView> {
  let shown = '';
  for (let job = asked; ; job = await client.request<JobView>('GET', addressOf(asked.id))) {
    if (job.endedAt !== null) return job;
    const now = `job ${job.id} ${job.status} ${job.progressPercent} %`;
    if (now !== shown) say((shown = now));
    await sleep(LOOK_MS);
  }
}

/** A file that is named appears under its name only when all of it is there. */
async function fetchResult(client: ApiClient, job: JobView, out: string | undefined): Promise<void> {
  const body = await client.download(`${addressOf(job.id)}/result`);
  if (out === undefined) {
    for await (const chunk of body) {
      process.stdout.write(chunk);
      await drained();
    }
    return;
  }
  const partial = `${out}.partial`;
  await pipeline(body, createWriteStream(partial)).catch((error: Error) => {
    throw new BadInput(`"${partial}" could not be written: ${error.message}`);
  });
  await rename(partial, out);
  say(`${out} written`);
}

function addressOf(id: string): string {
  return `/jobs/${encodeURIComponent(id)}`;
}
