/** What one check of `fxalert doctor` found: what was seen, why it matters, what helps. One is one JSON line, so its names are a contract. */
export interface Finding {
  readonly check: string;
  /** `warn`: it runs, but look at it. `fail`: it does not, or not for the traders. `unseen`: it could not be looked at from here. */
  readonly result: 'ok' | 'warn' | 'fail' | 'unseen';
  readonly seen: string;
  /** Null when nothing is wrong. */
  readonly why: string | null;
  /** The command or setting that helps; null when nothing needs help. */
  readonly help: string | null;
}

/** What makes a finding bad; `ok` gets neither reason nor help. */
type Trouble = Pick<Finding, 'check' | 'seen'> & { readonly why: string; readonly help: string };

export function ok(check: string, seen: string): Finding {
  return { check, result: 'ok', seen, why: null, help: null };
}

export function warn({ check, ...rest }: Trouble): Finding {
  return { check, result: 'warn', ...rest };
}

export function fail({ check, ...rest }: Trouble): Finding {
  return { check, result: 'fail', ...rest };
}

/** Never silent: what a check could not see is said, and how it would be. */
export function unseen(check: string, seen: string, help: string): Finding {
  return { check, result: 'unseen', seen, why: null, help };
}

/** As people read it: the first sentence on the line of the check, reason and help below. */
export function findingText({ check, result, seen, why, help }: Finding): string {
  const mark = { ok: 'ok    ', warn: 'WARN  ', fail: 'FAIL  ', unseen: 'unseen' }[result];
  const below = [why, help === null ? null : `→ ${help}`].filter((line) => line !== null);
  return [`${mark} ${check}: ${seen}`, ...below.map((line) => `         ${line}`)].join('\n');
}
