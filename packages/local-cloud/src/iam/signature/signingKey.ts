import { createHash, createHmac, timingSafeEqual } from "node:crypto";

export interface Scope {
  date: string;
  region: string;
  service: string;
}

export const sha256 = (data: string | Buffer): string => createHash("sha256").update(data).digest("hex");

export const hmac = (key: string | Buffer, text: string): Buffer =>
  createHmac("sha256", key).update(text).digest();

export const isSame = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

export const scopeText = ({ date, region, service }: Scope) => `${date}/${region}/${service}/aws4_request`;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html#derive-signing-key */
export function signingKey(secretAccessKey: string, { date, region, service }: Scope): Buffer {
  return hmac(hmac(hmac(hmac(`AWS4${secretAccessKey}`, date), region), service), "aws4_request");
}

const mostKept = 500;

/** Signing keys last a day: what was derived once is kept. */
export function signingKeys(): typeof signingKey {
  const kept = new Map<string, Buffer>();
  return (secretAccessKey, scope) => {
    const name = `${secretAccessKey} ${scopeText(scope)}`;
    const known = kept.get(name);
    if (known) return known;
    if (kept.size >= mostKept) kept.clear();
    const key = signingKey(secretAccessKey, scope);
    kept.set(name, key);
    return key;
  };
}
