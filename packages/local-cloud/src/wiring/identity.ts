import { randomInt } from "node:crypto";
import { join } from "node:path";
import type { Inbox } from "../inbox.ts";
import { jsonFile } from "../jsonFile.ts";
import type {
  Authorize,
  Clock,
  HttpReply,
  Place,
  ResourceHandler,
  ResourceRemover,
  Service,
} from "../service.ts";
import { createCognitoEngine } from "../services/cognito/engine.ts";
import { createLockout } from "../services/cognito/lockout.ts";
import { cognitoRemovers, cognitoResources } from "../services/cognito/resources.ts";
import { createCognito } from "../services/cognito/service.ts";
import { createSessions } from "../services/cognito/sessions.ts";
import { createSigningKeys, type SigningKeys } from "../services/cognito/signingKeys.ts";
import { type CheckToken, tokenCheck } from "../services/cognito/tokens.ts";

interface IdentityDeps {
  dataDir: string;
  place: Place;
  clock: Clock;
  inbox: Inbox;
  authorize: Authorize;
  /** The pools whose users may call the API, and of which clients. */
  admitted(): { userPoolId?: string; clientIds?: RegExp }[];
}

export interface Identity {
  service: Service;
  resources: Record<string, ResourceHandler>;
  removers: Record<string, ResourceRemover>;
  checkToken: CheckToken;
  keys: SigningKeys;
  /** The keys that tokens are verified with, where a path asks for them. */
  jwks(path: string): HttpReply | undefined;
}

/** Who users are: Cognito's pools, the tokens they are given, and what those are worth. */
export async function createIdentity(deps: IdentityDeps): Promise<Identity> {
  const { dataDir, place, clock, authorize } = deps;
  const keys = createSigningKeys({ file: jsonFile(join(dataDir, "cognito-keys.json"), { keys: [] }), clock });
  const sessions = createSessions({ file: jsonFile(join(dataDir, "cognito-revoked.json"), {}), keys, clock });
  const engine = await createCognitoEngine({
    ...deps,
    confirmationCode: () => String(randomInt(1_000_000)).padStart(6, "0"),
    revoke: sessions.revoke,
  });
  return {
    service: createCognito({ engine, authorize, place, sessions, lockout: createLockout(clock) }),
    resources: cognitoResources({ engine, place, clock }),
    removers: cognitoRemovers({ engine }),
    checkToken: tokenCheck({
      clock,
      keys,
      issuers: () =>
        deps.admitted().map(({ userPoolId, clientIds }) => ({
          url: `https://cognito-idp.${place.region}.amazonaws.com/${userPoolId}`,
          clientIds,
        })),
    }),
    keys,
    jwks: (path) =>
      /^\/[\w-]+_\w+\/\.well-known\/jwks\.json$/.test(path)
        ? {
            status: 200,
            headers: { "content-type": "application/json" },
            body: JSON.stringify(keys.jwks()),
          }
        : undefined,
  };
}
