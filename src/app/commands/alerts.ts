/** `fxalert alerts diff|apply|export`: alerts as code. Files and the product are matched by the name of the alert. */
import { stringify } from 'yaml';
import type { AlertBatchAnswer, AlertInput, AlertView } from '../../api/contract/alerts.ts';
import { AlertInput as AlertInputSchema } from '../../api/contract/alerts.ts';
import { parseAlertFile } from '../../config/alert-file.ts';
import { ApiClient, type ApiOptions } from './api-client.ts';
import { BadInput, orBadInput, printLine, say } from './output.ts';
import { readText } from './read-text.ts';

const FIELDS = Object.keys(AlertInputSchema.shape) as (keyof AlertInput)[];

/** What POST /alerts/batch takes. */
const MAX_BATCH = 1_000;
const MAX_BATCH_BYTES = 1_000_000;

interface Creation {
  readonly change: 'create';
  readonly name: string;
  readonly input: AlertInput;
}

type Change =
  | Creation
  | {
      readonly change: 'edit';
      readonly name: string;
      readonly input: AlertInput;
      readonly stored: AlertView;
      readonly fields: readonly string[];
    }
  | { readonly change: 'none'; readonly name: string };

export async function diffAlerts(files: readonly string[], options: ApiOptions): Promise<number> {
  for (const change of await changesOf(files, new ApiClient(options))) printChange(change);
  return 0;
}

/** New alerts first, a thousand at once: a file with a fault in one of them mostly leaves everything as it is. */
export async function applyAlerts(files: readonly string[], options: ApiOptions): Promise<number> {
  const client = new ApiClient(options);
  const changes = await changesOf(files, client);
  const arming: string[] = [];
  const creations = changes.filter((change) => change.change === 'create');
  for (const batch of batchesOf(creations)) {
    const body = { alerts: batch.map(({ input }) => input) };
    const { alerts } = await client.request<AlertBatchAnswer>('POST', '/alerts/batch', body);
    arming.push(...alerts.flatMap(({ id }, index) => (batch[index]?.input.arms.length === 0 ? [] : [id])));
    batch.forEach(printChange);
  }
  const edits = changes.filter((change) => change.change === 'edit');
  for (const edit of edits) {
    const { id, revision } = edit.stored;
    await client.request<AlertView>('PUT', `/alerts/${id}`, { ...edit.input, revision });
    if (edit.input.arms.length > 0) arming.push(id);
    printChange(edit);
  }
  await sayWarnings(arming, client);
  const applied = creations.length + edits.length;
  say(`${applied} applied, ${changes.length - applied} unchanged`);
  return 0;
}

/** As many together as one request may carry. */
function* batchesOf(creations: readonly Creation[]): Generator<readonly Creation[]> {
  let batch: Creation[] = [];
  let size = 0;
  for (const creation of creations) {
    const own = Buffer.byteLength(JSON.stringify(creation.input)) + 1;
    if (batch.length === MAX_BATCH || size + own > MAX_BATCH_BYTES) {
      yield batch;
      batch = [];
      size = 0;
    }
    batch.push(creation);
    size += own;
  }
  if (batch.length > 0) yield batch;
}

/** Only when all are there: one may arm another that comes later in the file. */
async function sayWarnings(ids: readonly string[], client: ApiClient): Promise<void> {
  for (const id of ids) {
    const { name, warnings } = await client.request<AlertView>('GET', `/alerts/${id}`);
    for (const { message } of warnings) say(`${name}: ${message}`);
  }
}

/** YAML on stdout that `apply` takes. */
export async function exportAlerts(options: ApiOptions): Promise<number> {
  const alerts: Partial<AlertInput>[] = [];
  for await (const alert of new ApiClient(options).pages<AlertView>('/alerts')) alerts.push(inputOf(alert));
  process.stdout.write(stringify({ alerts }));
  say(`${alerts.length} alerts`);
  return 0;
}

async function changesOf(files: readonly string[], client: ApiClient): Promise<readonly Change[]> {
  const inputs: AlertInput[] = [];
  const fileOf = new Map<string, string>();
  for (const file of files)
    for (const input of orBadInput(parseAlertFile(await readText(file), file))) {
      const other = fileOf.get(input.name);
      if (other !== undefined)
        throw new BadInput(
          `alert "${input.name}" is in ${other} and in ${file}: a name stands for one alert`,
        );
      fileOf.set(input.name, file);
      inputs.push(input);
    }
  const stored = new Map<string, AlertView>();
  for await (const alert of client.pages<AlertView>('/alerts')) stored.set(alert.name, alert);
  return inputs.map((input): Change => {
    const known = stored.get(input.name);
    if (known === undefined) return { change: 'create', name: input.name, input };
    const fields = FIELDS.filter((field) => JSON.stringify(known[field]) !== JSON.stringify(input[field]));
    if (fields.length === 0) return { change: 'none', name: input.name };
    return { change: 'edit', name: input.name, input, stored: known, fields };
  });
}

function printChange(change: Change): void {
  if (change.change === 'none') printLine({ change: 'none', name: change.name });
  else if (change.change === 'create')
    printLine({ change: 'create', name: change.name, when: change.input.when });
  else {
    const fields = Object.fromEntries(
      change.fields.map((field) => [
        field,
        { from: change.stored[field as keyof AlertInput], to: change.input[field as keyof AlertInput] },
      ]),
    );
    printLine({ change: 'edit', name: change.name, fields });
  }
}

/** Only what differs from the defaults, so that a file reads like one written by hand. */
function inputOf(view: AlertView): Partial<AlertInput> {
  const plain = AlertInputSchema.parse({ name: view.name, instruments: view.instruments, when: view.when });
  return Object.fromEntries(
    FIELDS.filter(
      (field) =>
        ['name', 'instruments', 'when'].includes(field) ||
        JSON.stringify(view[field]) !== JSON.stringify(plain[field]),
    ).map((field) => [field, view[field]]),
  );
}
