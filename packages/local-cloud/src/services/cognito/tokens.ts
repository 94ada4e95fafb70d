import { createPublicKey, verify } from "node:crypto";
import publicKey from "cognito-local/lib/keys/cognitoLocal.public.json" with { type: "json" };
import { AwsError } from "../../errors.ts";
import type { Clock } from "../../service.ts";

interface TokenDeps {
  clock: Clock;
  /** Who issues the tokens that are taken: `https://cognito-idp.<region>.amazonaws.com/<pool id>`. */
  issuers: () => string[];
}

/** Throws UnauthorizedException unless a token is signed by the user pool, from one of the issuers, and still runs. */
export type CheckToken = (authorization: string | undefined) => void;

const key = createPublicKey({ key: publicKey.jwk, format: "jwk" });

/** https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html */
export const tokenCheck =
  ({ clock, issuers }: TokenDeps): CheckToken =>
  (authorization) => {
    if (!authorization) throw unauthorized("Missing authorization header");
    const [header = "", payload = "", signature = "", ...rest] = authorization
      .replace(/^Bearer /i, "")
      .split(".");
    const claims = decode(payload);
    if (rest.length > 0 || decode(header).alg !== "RS256")
      throw unauthorized("The token isn't one of a user pool.");
    if (!verify("sha256", Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, "base64url"))) {
      throw unauthorized("The token's signature is not the user pool's.");
    }
    if (!issuers().includes(String(claims.iss))) throw unauthorized("The token is from another user pool.");
    if (!(Number(claims.exp) * 1000 > clock.now().getTime())) throw unauthorized("Token has expired.");
  };

const unauthorized = (message: string) => new AwsError("UnauthorizedException", message, { status: 401 });

function decode(part: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(Buffer.from(part, "base64url").toString("utf8")));
  } catch {
    throw unauthorized("The token isn't one of a user pool.");
  }
}
