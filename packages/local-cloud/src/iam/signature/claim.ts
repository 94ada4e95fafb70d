import type { AwsError } from "../../errors.ts";
import { type Fault, refusal } from "./faults.ts";
import { headerOf, queryOf, type RawRequest } from "./rawRequest.ts";
import type { Scope } from "./signingKey.ts";

/** What a signed request says of its own signature; nothing of it is believed yet. */
export interface Claim {
  form: "header" | "query";
  accessKeyId: string;
  scope: Scope;
  signedHeaders: string[];
  signature: string;
  /** When it was signed, such as `20261122T120000Z`. */
  at: string;
  /** How long a presigned request may be used, where it says so. */
  expiresSeconds?: number;
  token?: string;
}

const ALGORITHM = "AWS4-HMAC-SHA256";
const IN_QUERY = ["Algorithm", "Credential", "Signature", "SignedHeaders", "Date"];
const BASIC_ISO = /^\d{8}T\d{6}Z$/;

export const isSigned = (request: RawRequest): boolean =>
  /^AWS4-/.test(headerOf(request, "authorization") ?? "") || queryOf(request).has("X-Amz-Algorithm");

/** The service that a request is signed for, as far as that can be read. */
export function signedService(request: RawRequest): string | undefined {
  const given =
    /^AWS4-.*\bCredential=([^,\s]+)/.exec(headerOf(request, "authorization") ?? "")?.[1] ??
    queryOf(request).get("X-Amz-Credential");
  const parts = given?.split("/") ?? [];
  return parts.length >= 5 ? parts.at(-2) : undefined;
}

/**
 * Reads the signature of a request. Throws what the service answers where it is incomplete; names, order and
 * sentences as recorded from AWS in https://github.com/architect/dynalite/blob/main/index.js.
 */
export function readClaim(request: RawRequest, service: string): Claim {
  const refuse = (fault: Fault, message?: string) => refusal(service, fault, { message });
  const authorization = headerOf(request, "authorization");
  const query = queryOf(request);
  const inQuery = query.has("X-Amz-Algorithm");
  if (authorization !== undefined && inQuery) throw refuse("signed twice");
  if (!inQuery && !authorization?.startsWith("AWS4-")) throw refuse("unsigned");
  const parts = inQuery ? partsOfQuery(query, refuse) : partsOfHeader(authorization!, request, refuse);
  if (!BASIC_ISO.test(parts.at))
    throw refuse(
      "incomplete",
      `Date must be in ISO-8601 'basic format'. Got '${parts.at}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    );
  if (parts.algorithm !== ALGORITHM)
    throw refuse(
      "incomplete",
      `Unsupported AWS 'algorithm': '${parts.algorithm}' (only ${ALGORITHM} for now). `,
    );
  const pieces = parts.credential.replace(/\/+$/, "").split("/");
  if (pieces.length !== 5)
    throw refuse(
      "incomplete",
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${parts.credential}'`,
    );
  const [accessKeyId = "", date = "", region = "", scoped = "", terminator] = pieces;
  if (terminator !== "aws4_request")
    throw refuse(
      "wrong scope",
      `Credential should be scoped with a valid terminator: 'aws4_request', not '${terminator}'. `,
    );
  const { at, signature, token, expiresSeconds } = parts;
  return {
    form: inQuery ? "query" : "header",
    accessKeyId,
    scope: { date, region, service: scoped },
    signedHeaders: parts.signedHeaders.toLowerCase().split(";").sort(),
    signature,
    at,
    ...(token === undefined ? {} : { token }),
    ...(expiresSeconds === undefined ? {} : { expiresSeconds }),
  };
}

interface Parts {
  algorithm: string;
  credential: string;
  signature: string;
  signedHeaders: string;
  at: string;
  token: string | undefined;
  expiresSeconds?: number;
}

type Refuse = (fault: Fault, message?: string) => AwsError;

function partsOfHeader(authorization: string, request: RawRequest, refuse: Refuse): Parts {
  const [algorithm = "", ...rest] = authorization.split(" ");
  const parts = new Map<string, string>();
  for (const pair of rest
    .join(" ")
    .split(",")
    .map((text) => text.trim())) {
    const equals = pair.indexOf("=");
    if (equals < 0)
      throw refuse(
        "incomplete",
        `'${pair}' not a valid key=value pair (missing equal-sign) in Authorization header: '${authorization}'.`,
      );
    parts.set(pair.slice(0, equals), pair.slice(equals + 1));
  }
  const date = headerOf(request, "x-amz-date") ?? headerOf(request, "date");
  const missing = ["Credential", "Signature", "SignedHeaders"]
    .filter((name) => !parts.get(name))
    .map((name) => `Authorization header requires '${name}' parameter. `);
  if (!date)
    missing.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ");
  if (missing.length > 0) throw refuse("incomplete", `${missing.join("")}Authorization=${authorization}`);
  return {
    algorithm,
    credential: parts.get("Credential")!,
    signature: parts.get("Signature")!,
    signedHeaders: parts.get("SignedHeaders")!,
    at: basicIso(date!),
    token: headerOf(request, "x-amz-security-token"),
  };
}

function partsOfQuery(query: URLSearchParams, refuse: Refuse): Parts {
  const missing = IN_QUERY.filter((name) => !query.get(`X-Amz-${name}`));
  if (missing.length > 0)
    throw refuse(
      "incomplete query",
      `${missing.map((name) => `AWS query-string parameters must include 'X-Amz-${name}'. `).join("")}Re-examine the query-string parameters.`,
    );
  const expires = query.get("X-Amz-Expires");
  return {
    algorithm: query.get("X-Amz-Algorithm")!,
    credential: query.get("X-Amz-Credential")!,
    signature: query.get("X-Amz-Signature")!,
    signedHeaders: query.get("X-Amz-SignedHeaders")!,
    at: query.get("X-Amz-Date")!,
    token: query.get("X-Amz-Security-Token") ?? undefined,
    ...(expires === null ? {} : { expiresSeconds: Number(expires) }),
  };
}

/** A `Date` header is written as HTTP does; `X-Amz-Date` is basic ISO 8601 already. */
function basicIso(text: string): string {
  if (BASIC_ISO.test(text)) return text;
  const time = /^[A-Z][a-z]{2},/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? text : isoBasic(new Date(time));
}

export const isoBasic = (date: Date): string => date.toISOString().replace(/[-:]|\.\d{3}/g, "");
