export type Claims = Record<string, unknown>;

/** What a JWT says, believed or not; nothing where it is none. */
export function claimsOf(token: unknown): Claims {
  return typeof token === "string" ? (decoded(token.split(".")[1]) ?? {}) : {};
}

/** The header, and what has to be verified. */
export function partsOf(token: string): { header: Claims; signed: string; signature: Buffer } | undefined {
  const [head, payload, signature, ...rest] = token.split(".");
  const header = decoded(head);
  if (!header || !decoded(payload) || signature === undefined || rest.length > 0) return undefined;
  return { header, signed: `${head}.${payload}`, signature: Buffer.from(signature, "base64url") };
}

function decoded(part: string | undefined): Claims | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part ?? "", "base64url").toString("utf8"));
    return typeof value === "object" && value !== null ? (value as Claims) : undefined;
  } catch {
    return undefined;
  }
}
