import { AwsError } from "../../errors.ts";
import type { JsonFile } from "../../jsonFile.ts";
import type { Clock } from "../../service.ts";
import { claimsOf } from "./jwt.ts";
import type { SigningKeys } from "./signingKeys.ts";
import { TokenFault, verified } from "./tokens.ts";

interface Tokens {
  AccessToken?: string;
  IdToken?: string;
  RefreshToken?: string;
}

export interface Sessions {
  /** An answer of the engine with tokens that this machine's keys have signed. */
  minted<T>(answer: T, input: any): T;
  /** Throws NotAuthorizedException for an access or refresh token in the input that isn't good any more. */
  check(input: any): void;
  /** The tokens that came of these refresh tokens are good no more. */
  revoke(refreshTokens: readonly string[]): void;
}

interface Deps {
  /** When each revoked sign-in's last token would have run out, epoch seconds, by its id. */
  file: JsonFile<Record<string, number>>;
  keys: SigningKeys;
  clock: Clock;
}

/**
 * What holds sign-ins together: every token of one names the refresh token that it began with, in `origin_jti`.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/token-revocation.html
 */
export function createSessions({ file, keys, clock }: Deps): Sessions {
  const refuse = (message: string) => new AwsError("NotAuthorizedException", message);
  const isRevoked = (id: unknown) => typeof id === "string" && Object.hasOwn(file.value, id);

  function checkAccess(token: string): void {
    try {
      const claims = verified(token, { keys, clock });
      if (claims.token_use !== "access") throw new TokenFault("is no access token");
      if (isRevoked(claims.origin_jti)) throw refuse("Access Token has been revoked");
    } catch (error) {
      if (!(error instanceof TokenFault)) throw error;
      throw refuse(error.message === "has expired" ? "Access Token has expired" : "Invalid Access Token");
    }
  }

  function checkRefresh(token: string): void {
    const { exp, jti } = claimsOf(token);
    // What isn't one of its tokens the engine refuses.
    if (isRevoked(jti)) throw refuse("Refresh Token has been revoked");
    if (Number(exp) * 1000 <= clock.now().getTime()) throw refuse("Refresh Token has expired");
  }

  return {
    minted(answer, input) {
      const result: Tokens | undefined = Object(answer).AuthenticationResult;
      if (!result) return answer;
      const origin = claimsOf(refreshTokenIn(input) ?? result.RefreshToken).jti;
      const again = (token: string | undefined, use: "id" | "access") =>
        token && keys.sign({ ...claimsOf(token), origin_jti: origin }, use);
      return {
        ...answer,
        AuthenticationResult: {
          ...result,
          ...(result.IdToken && { IdToken: again(result.IdToken, "id") }),
          ...(result.AccessToken && { AccessToken: again(result.AccessToken, "access") }),
        },
      };
    },
    check(input) {
      if (typeof input.AccessToken === "string") checkAccess(input.AccessToken);
      const refresh = refreshTokenIn(input);
      if (refresh !== undefined) checkRefresh(refresh);
    },
    revoke(refreshTokens) {
      const now = clock.now().getTime() / 1000;
      const running = Object.entries(file.value).filter(([, end]) => end > now);
      // A token that came of it may outlive it by a day, the longest that access and id tokens run.
      const ended = refreshTokens.map(claimsOf).map(({ jti, exp }) => [String(jti), Number(exp) + 86_400]);
      file.value = Object.fromEntries([...running, ...ended]);
      file.save();
    },
  };
}

const refreshTokenIn = ({ AuthFlow, AuthParameters, RefreshToken }: any): string | undefined => {
  const token = /^REFRESH_TOKEN/.test(AuthFlow ?? "") ? AuthParameters?.REFRESH_TOKEN : RefreshToken;
  return typeof token === "string" ? token : undefined;
};
