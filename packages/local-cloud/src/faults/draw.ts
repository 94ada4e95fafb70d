/**
 * The n-th number of a seed's random sequence, from 0 up to 1. It depends on the two alone (splitmix32), so that
 * a sequence goes on after a restart where it was.
 */
export function draw(seed: number, n: number): number {
  let z = (Math.imul(seed | 0, 0x85ebca6b) + Math.imul(n + 1, 0x9e3779b9)) | 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return ((z ^ (z >>> 15)) >>> 0) / 2 ** 32;
}
