import { createHmac, timingSafeEqual } from "node:crypto";

const STEP_MS = 30_000;

/** The six digits that a virtual MFA device shows at a moment (RFC 6238, as AWS's virtual devices do). */
export function totp(secret: Buffer, at: Date): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at.getTime() / STEP_MS)));
  const digest = createHmac("sha1", secret).update(counter).digest();
  const offset = digest.at(-1)! & 0xf;
  const number = digest.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

/** Whether a code is the one of this moment, or of the step before or after: clocks differ a little. */
export function isTotp(secret: Buffer, code: string, at: Date): boolean {
  return [-1, 0, 1].some((step) => {
    const expected = Buffer.from(totp(secret, new Date(at.getTime() + step * STEP_MS)));
    const given = Buffer.from(code);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}
