/**
 * When a distance is none. Differences of equal prices are zero or the last bits of a rounding, 1e-16 of the price; the smallest move of
 * any instrument is above 1e-6 of it. What divides by a distance asks first, lest it give a number made of rounding.
 */
export function isFlat(distance: number, price: number): boolean {
  return distance <= 1e-9 * price;
}
