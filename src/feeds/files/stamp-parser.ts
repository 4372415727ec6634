/**
 * Instants as price files write them, read from bytes without a string or a Date per row (the date part is remembered).
 * Accepts `2014-05-04T21:00:00.462Z`, offsets `+09:00`, a space for `T`, `20140505 00:00:00.123`, `20120201 000003660`,
 * `2012.02.01 00:00`, a date alone, and epoch seconds (also with a fraction), milliseconds, microseconds or nanoseconds. Digits beyond the millisecond are cut.
 */
const ZERO = 0x30;
const DAY_MS = 86_400_000;

export class StampParser {
  readonly #offsetMs: number;
  #bytes: Uint8Array = new Uint8Array(0);
  #next = 0;
  #end = 0;
  #date = -1;
  #dateMs = NaN;

  /** `offsetMs`: how far east of UTC the clock stood that wrote stamps without a zone (HistData: -5 h). */
  constructor(offsetMs = 0) {
    this.#offsetMs = offsetMs;
  }

  /** Epoch milliseconds of `bytes[start, end)`; NaN when it is no instant. */
  parse(bytes: Uint8Array, start: number, end: number): number {
    this.#bytes = bytes;
    this.#next = start;
    this.#end = end;
    const leading = this.#leadingDigits();
    if (leading === end - start && leading >= 9) return this.#epoch(leading);
    if (leading === 10 && bytes[start + 10] === 0x2e) return this.#epochWithFraction();
    if (leading !== 4 && leading !== 8) return NaN;
    const date = this.#readDate(leading);
    if (this.#next === end) return date - this.#offsetMs;
    const separator = bytes[this.#next++];
    if (separator !== 0x54 && separator !== 0x20 && separator !== 0x5f) return NaN;
    return date + this.#readTime() - this.#readZone();
  }

  #leadingDigits(): number {
    let at = this.#next;
    while (at < this.#end && isDigit(this.#bytes[at])) at++;
    return at - this.#next;
  }

  #epoch(digits: number): number {
    const value = this.#number(Math.min(digits, 13));
    if (digits <= 10) return value * 1_000;
    return digits === 13 || digits === 16 || digits === 19 ? value : NaN;
  }

  #epochWithFraction(): number {
    const seconds = this.#number(10);
    const fractionMs = this.#readFraction();
    return this.#next === this.#end ? seconds * 1_000 + fractionMs : NaN;
  }

  #readDate(leading: number): number {
    const year = this.#number(4);
    if (leading === 4) this.#skipDateSeparator();
    const month = this.#number(2);
    if (leading === 4) this.#skipDateSeparator();
    const day = this.#number(2);
    const date = year * 10_000 + month * 100 + day;
    if (date !== this.#date) {
      this.#date = date;
      this.#dateMs = dateMs(year, month, day);
    }
    return this.#dateMs;
  }

  #skipDateSeparator(): void {
    const byte = this.#bytes[this.#next++];
    if (byte !== 0x2d && byte !== 0x2e && byte !== 0x2f) this.#next = this.#end + 1;
  }

  #readTime(): number {
    const hour = this.#number(2);
    this.#skip(0x3a);
    const minute = this.#number(2);
    let ms = 0;
    if (this.#skip(0x3a) || isDigit(this.#peek())) {
      const second = this.#number(2);
      if (!(second < 60)) return NaN;
      ms = second * 1_000 + this.#readFraction();
    }
    return hour < 24 && minute < 60 ? (hour * 60 + minute) * 60_000 + ms : NaN;
  }

  /** In milliseconds, with or without its point. */
  #readFraction(): number {
    this.#skip(0x2e);
    let ms = 0;
    for (let scale = 100; isDigit(this.#peek()); scale = Math.floor(scale / 10)) {
      ms += (this.#bytes[this.#next++]! - ZERO) * scale;
    }
    return ms;
  }

  #readZone(): number {
    if (this.#next === this.#end) return this.#offsetMs;
    const sign = this.#bytes[this.#next++];
    if (sign === 0x5a) return this.#next === this.#end ? 0 : NaN;
    if (sign !== 0x2b && sign !== 0x2d) return NaN;
    const hours = this.#number(2);
    this.#skip(0x3a);
    const minutes = this.#number(2);
    if (this.#next !== this.#end || hours > 14 || minutes > 59) return NaN;
    return (sign === 0x2b ? 1 : -1) * (hours * 60 + minutes) * 60_000;
  }

  /** Exactly `count` digits; NaN where there are fewer. */
  #number(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++) {
      const byte = this.#peek();
      if (!isDigit(byte)) return NaN;
      value = value * 10 + (byte! - ZERO);
      this.#next++;
    }
    return value;
  }

  #peek(): number | undefined {
    return this.#next < this.#end ? this.#bytes[this.#next] : undefined;
  }

  #skip(byte: number): boolean {
    if (this.#peek() !== byte) return false;
    this.#next++;
    return true;
  }
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= ZERO + 9;
}

/** NaN for the 31st of February. */
function dateMs(year: number, month: number, day: number): number {
  const ms = Date.UTC(year, month - 1, day);
  const date = new Date(ms);
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && year >= 1970;
  return exists ? Math.floor(ms / DAY_MS) * DAY_MS : NaN;
}
