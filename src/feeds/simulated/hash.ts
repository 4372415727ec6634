/** A random number that is a function of its place: no state, so any instant can be asked for in any order. */

/** Uniform over 32 bits, from a seed and the coordinates of the place. Finaliser of MurmurHash3 (Austin Appleby, public domain), twice. */
export function hash(seed: number, a: number, b: number): number {
  return mix(mix(seed ^ Math.imul(a, 0x9e3779b1)) ^ Math.imul(b, 0x85ebca77)) >>> 0;
}

/** For places beyond 32 bits, such as a quarter of a second since 1970. */
export function hashWide(seed: number, place: number, kind: number): number {
  return hash(seed ^ Math.imul(Math.floor(place / 0x100000000) + 1, 0xc2b2ae3d), place | 0, kind);
}

/** In [0, 1). */
export function uniform(bits: number): number {
  return bits / 0x100000000;
}

/** Close to standard normal: the sum of the four bytes, so never beyond 3.5. */
export function normal(bits: number): number {
  const sum = (bits & 0xff) + ((bits >>> 8) & 0xff) + ((bits >>> 16) & 0xff) + (bits >>> 24);
  return (sum - 510) / 147.8;
}

export function hashText(text: string): number {
  let value = 0;
  for (let i = 0; i < text.length; i++) value = mix(value ^ Math.imul(text.charCodeAt(i), 0x9e3779b1));
  return value;
}

function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
