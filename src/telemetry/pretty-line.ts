/** A log line for a person: `09:15:02.123 INFO    api  request method=GET route=/alerts status=200`, in UTC as in the JSON. */
const HIDDEN = new Set(['time', 'level', 'role', 'msg', 'err', 'reqId']);
const RED = '\x1b[31m';
const YELLOW = '\x1b[33m';
const DIM = '\x1b[2m';
const RESET = '\x1b[0m';
const COLOURS: Readonly<Record<string, string>> = {
  error: RED,
  fatal: RED,
  warning: YELLOW,
  debug: DIM,
  trace: DIM,
};

/** Gives the text as it is where it is not one of our JSON lines. */
export function prettyLine(line: string): string {
  const fields = parse(line);
  if (fields === null) return line;
  const time = String(fields['time']).slice(11, 23);
  const level = String(fields['level']);
  const rest = Object.entries(fields)
    .filter(([name, value]) => !HIDDEN.has(name) && value !== undefined)
    .map(([name, value]) => ` ${DIM}${name}=${RESET}${valueText(value)}`)
    .join('');
  const head = `${DIM}${time}${RESET} ${COLOURS[level] ?? ''}${level.toUpperCase().padEnd(7)}${RESET}`;
  return `${head} ${textOf(fields['role'])}  ${textOf(fields['msg'])}${rest}${errorText(fields['err'])}\n`;
}

function parse(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? oneLine(value) : '';
}

function valueText(value: unknown): string {
  if (typeof value === 'string' && /^[\w./:@+-]+$/.test(value)) return value;
  return JSON.stringify(value);
}

/** The stack on lines of its own, indented: it is what a person looks for. */
function errorText(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const { stack, message } = error as { readonly stack?: unknown; readonly message?: unknown };
  const text = typeof stack === 'string' ? stack : textOf(message);
  return text
    .split('\n')
    .map((each) => `\n    ${oneLine(each)}`)
    .join('');
}

/** Control characters could move the cursor or forge a line: they are shown as code points. */
function oneLine(text: string): string {
  return text.replace(
    /\p{Cc}/gu,
    (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}
