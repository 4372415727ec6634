/** One line of a delimited file, split in place: no string is made unless someone asks for one. */
const MAX_FIELDS = 32;
const ZERO = 0x30;
/** Powers of ten are exact doubles up to 10^22, so digits / 10^decimals is the nearest double, as `Number(text)` gives. */
const POWERS = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);

export class Row {
  bytes: Buffer = Buffer.alloc(0);
  count = 0;
  readonly #starts = new Int32Array(MAX_FIELDS);
  readonly #ends = new Int32Array(MAX_FIELDS);
  #start = 0;
  #end = 0;

  /** Splits the line that begins at `start`; returns the start of the next one. Fields beyond 32 are left out. */
  split(bytes: Buffer, start: number, delimiter: number): number {
    this.bytes = bytes;
    this.#start = start;
    let count = 0;
    let fieldStart = start;
    let at = start;
    for (; ; at++) {
      const byte = bytes[at];
      if (byte !== delimiter && byte !== 0x0a && byte !== undefined) continue;
      if (count < MAX_FIELDS) {
        this.#setField(count, fieldStart, at);
        count++;
      }
      if (byte !== delimiter) break;
      fieldStart = at + 1;
    }
    this.#end = at;
    this.count = count;
    return at + 1;
  }

  isBlank(): boolean {
    return this.count === 1 && this.#starts[0] === this.#ends[0];
  }

  startOf(field: number): number {
    return this.#starts[field]!;
  }

  endOf(field: number): number {
    return this.#ends[field]!;
  }

  text(field: number): string {
    return field < this.count ? this.bytes.toString('utf8', this.#starts[field], this.#ends[field]) : '';
  }

  /** A plain decimal of at most 15 digits; NaN when it is none. */
  decimal(field: number): number {
    if (field >= this.count) return NaN;
    const bytes = this.bytes;
    const end = this.#ends[field]!;
    let at = this.#starts[field]!;
    const negative = bytes[at] === 0x2d;
    if (negative) at++;
    let value = 0;
    let digits = 0;
    let decimals = -1;
    for (; at < end; at++) {
      const byte = bytes[at]!;
      if (byte >= ZERO && byte <= ZERO + 9) {
        value = value * 10 + (byte - ZERO);
        digits++;
        if (decimals >= 0) decimals++;
      } else if (byte === 0x2e && decimals < 0) decimals = 0;
      else return NaN;
    }
    if (digits === 0 || digits > 15) return NaN;
    const magnitude = decimals > 0 ? value / POWERS[decimals]! : value;
    return negative ? -magnitude : magnitude;
  }

  /** Whether the field's bytes are those of `other`. */
  equals(field: number, other: Uint8Array): boolean {
    const start = this.#starts[field]!;
    if (this.#ends[field]! - start !== other.length) return false;
    for (let i = 0; i < other.length; i++) if (this.bytes[start + i] !== other[i]) return false;
    return true;
  }

  /** The line as it stands, for messages, cut at 200 characters. */
  quote(): string {
    return this.bytes.toString('utf8', this.#start, this.#end).replace(/\r$/, '').slice(0, 200);
  }

  #setField(index: number, from: number, to: number): void {
    const bytes = this.bytes;
    let start = from;
    let end = to;
    while (end > start && isPadding(bytes[end - 1]!)) end--;
    while (start < end && isPadding(bytes[start]!)) start++;
    this.#starts[index] = start;
    this.#ends[index] = end;
  }
}

/** Spaces, carriage returns and quotation marks around a field. */
function isPadding(byte: number): boolean {
  return byte === 0x20 || byte === 0x0d || byte === 0x22;
}
