import { verify } from "node:crypto";
import { AwsError } from "../../errors.ts";
import type { Clock } from "../../service.ts";
import { type Claims, claimsOf, partsOf } from "./jwt.ts";
import type { SigningKeys } from "./signingKeys.ts";

/** Whose tokens are taken. */
export interface Issuer {
  /** `https://cognito-idp.<region>.amazonaws.com/<pool id>` */
  url: string;
  /** Of the clients whose tokens are taken: all of the pool's where it isn't there. */
  clientIds?: RegExp;
}

interface TokenDeps {
  clock: Clock;
  keys: Pick<SigningKeys, "publicKey">;
  issuers: () => Issuer[];
}

/** Throws UnauthorizedException unless a token is signed by the user pool, from one of the issuers, and still runs. */
export type CheckToken = (authorization: string | undefined) => void;

/** What is wrong with a token, whatever it is for. */
export function verified(token: string, { keys, clock }: Pick<TokenDeps, "keys" | "clock">): Claims {
  const parts = partsOf(token);
  if (parts?.header.alg !== "RS256") throw new TokenFault("isn't one of a user pool");
  const key = keys.publicKey(parts.header.kid);
  if (!key) throw new TokenFault("is signed with a key that the user pool doesn't have");
  if (!verify("sha256", Buffer.from(parts.signed), key, parts.signature))
    throw new TokenFault("has a signature that is not the user pool's");
  const claims = claimsOf(token);
  if (!(Number(claims.exp) * 1000 > clock.now().getTime())) throw new TokenFault("has expired");
  return claims;
}

export class TokenFault extends Error {}

/**
 * What AppSync asks of a token: an id token's client is its audience, an access token's is in `client_id`.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
 * https://docs.aws.amazon.com/appsync/latest/APIReference/API_UserPoolConfig.html
 */
export const tokenCheck =
  (deps: TokenDeps): CheckToken =>
  (authorization) => {
    if (!authorization) throw unauthorized("Missing authorization header");
    let claims: Claims;
    try {
      claims = verified(authorization.replace(/^Bearer /i, ""), deps);
    } catch (error) {
      if (!(error instanceof TokenFault)) throw error;
      throw unauthorized(
        error.message === "has expired" ? "Token has expired." : `The token ${error.message}.`,
      );
    }
    const issuer = deps.issuers().find(({ url }) => url === claims.iss);
    if (!issuer) throw unauthorized("The token is from another user pool.");
    if (claims.token_use !== "id" && claims.token_use !== "access")
      throw unauthorized("The token is neither an id nor an access token.");
    const client = claims.token_use === "id" ? claims.aud : claims.client_id;
    if (typeof client !== "string" || issuer.clientIds?.test(client) === false)
      throw unauthorized("The token is of another app client.");
  };

const unauthorized = (message: string) => new AwsError("UnauthorizedException", message, { status: 401 });
