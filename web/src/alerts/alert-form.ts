/** The editor's state: everything as the fields hold it. Turned into a draft of the API, and back from a stored alert. */
import type { AlertDraft, AlertView } from '../../../src/api/contract/alerts.ts';
import { fromLocalInput, toLocalInput } from '../format/time.ts';

export interface AlertForm {
  readonly name: string;
  readonly instruments: readonly string[];
  readonly price: 'bid' | 'ask' | 'mid';
  readonly when: string;
  readonly frequency: 'once' | 'every' | 'once-per-bar' | 'at-close';
  readonly cooldown: string;
  readonly hysteresis: string;
  readonly maxFirings: string;
  /** Value of a datetime-local field, in the user's zone. */
  readonly expiresAt: string;
  readonly expiryWarning: string;
  readonly confirm: boolean;
  /** Names of alerts, separated by commas. */
  readonly arms: string;
  readonly standby: boolean;
  readonly onArm: 'wait' | 'fire';
  readonly severity: 'low' | 'medium' | 'high' | 'critical';
  readonly channels: readonly string[];
  readonly tags: string;
  readonly message: string;
}

export type FieldName = keyof AlertForm;
export type Problems = Partial<
  Record<FieldName, 'required' | 'duration' | 'hysteresis' | 'number' | 'past' | 'noExpiry'>
>;

export function newForm(start: Pick<AlertForm, 'instruments' | 'price' | 'when' | 'channels'>): AlertForm {
  return {
    ...start,
    name: '',
    frequency: 'every',
    cooldown: '',
    hysteresis: '',
    maxFirings: '',
    expiresAt: '',
    expiryWarning: '',
    confirm: false,
    arms: '',
    standby: false,
    onArm: 'wait',
    severity: 'medium',
    tags: '',
    message: '',
  };
}

export function formOf(alert: AlertView, zone: string): AlertForm {
  const { name, instruments, price, when, frequency, onArm, severity, channels } = alert;
  return {
    name,
    instruments,
    price,
    when,
    frequency,
    onArm,
    severity,
    channels,
    cooldown: alert.cooldown ?? '',
    hysteresis: alert.hysteresis ?? '',
    maxFirings: alert.maxFirings === null ? '' : String(alert.maxFirings),
    expiresAt: alert.expiresAt === null ? '' : toLocalInput(Date.parse(alert.expiresAt), zone),
    tags: alert.tags.join(', '),
    message: alert.message ?? '',
    expiryWarning: alert.expiryWarning ?? '',
    confirm: alert.confirm,
    arms: alert.arms.join(', '),
    standby: alert.standby,
  };
}

/** A name nobody had to type: `USDJPY close@H1 crosses above 150`. */
export function suggestedName({ instruments, when }: Pick<AlertForm, 'instruments' | 'when'>): string {
  const condition = when
    .replace(/--[^\n]*/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return [instruments.join(' '), condition].join(' ').trim().slice(0, 120);
}

export function draftOf(form: AlertForm, zone: string): AlertDraft {
  const expiresAt = fromLocalInput(form.expiresAt, zone);
  return {
    name: form.name.trim() === '' ? suggestedName(form) : form.name.trim(),
    instruments: [...form.instruments],
    price: form.price,
    when: form.when,
    frequency: form.frequency,
    cooldown: textOrNull(form.cooldown),
    hysteresis: textOrNull(form.hysteresis),
    maxFirings: form.maxFirings.trim() === '' ? null : Number(form.maxFirings),
    expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
    onArm: form.onArm,
    severity: form.severity,
    channels: [...form.channels],
    expiryWarning: textOrNull(form.expiryWarning),
    confirm: form.confirm,
    arms: listOf(form.arms),
    standby: form.standby,
    tags: listOf(form.tags),
    message: textOrNull(form.message),
  };
}

/** An alert as it is stored, as a draft: for edits that change one thing only. */
export function draftOfView(alert: AlertView): AlertDraft {
  const { name, instruments, price, when, frequency, cooldown, hysteresis, maxFirings } = alert;
  const { expiresAt, expiryWarning, confirm, arms, standby, onArm, severity, channels, tags, message } =
    alert;
  return {
    name,
    instruments,
    price,
    when,
    frequency,
    cooldown,
    hysteresis,
    maxFirings,
    expiresAt,
    expiryWarning,
    confirm,
    arms,
    standby,
    onArm,
    severity,
    channels,
    tags,
    message,
  };
}

const DURATION = /^(\d+(\.\d+)?(ms|s|m|h|d))?$/;

/** What can be told without the server; the condition itself is checked by the language. */
export function problemsOf(form: AlertForm, zone: string, now: number): Problems {
  const problems: Problems = {};
  if (form.instruments.length === 0) problems.instruments = 'required';
  if (form.when.trim() === '') problems.when = 'required';
  if (!DURATION.test(form.cooldown.trim())) problems.cooldown = 'duration';
  if (!DURATION.test(form.expiryWarning.trim())) problems.expiryWarning = 'duration';
  else if (form.expiryWarning.trim() !== '' && form.expiresAt === '') problems.expiryWarning = 'noExpiry';
  if (!/^(\d+(\.\d+)?\s*(pips?|atr))?$/.test(form.hysteresis.trim())) problems.hysteresis = 'hysteresis';
  if (!/^([1-9]\d{0,5}|1000000)?$/.test(form.maxFirings.trim())) problems.maxFirings = 'number';
  const expiresAt = fromLocalInput(form.expiresAt, zone);
  if (expiresAt !== null && expiresAt <= now) problems.expiresAt = 'past';
  return problems;
}

/** Also with the comma of Japanese. */
function listOf(text: string): string[] {
  return text
    .split(/[,、]/)
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function textOrNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}
