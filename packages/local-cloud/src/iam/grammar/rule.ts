/** What a policy is put for. */
export type PolicyUse = "inline" | "managed" | "trust" | "session" | "resource";

export type RawStatement = Record<string, unknown>;

/** Why a policy isn't taken: AWS's sentence, and what of the statement did it. */
export interface Refusal {
  sentence: string;
  why?: string;
}

export const isIdentityPolicy = (use: PolicyUse): boolean =>
  use === "inline" || use === "managed" || use === "session";

/** The texts of an element that is one text or a list of them. */
export const textsOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === "string");
