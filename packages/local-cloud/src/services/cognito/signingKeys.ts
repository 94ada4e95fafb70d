import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from "node:crypto";
import type { JsonFile } from "../../jsonFile.ts";
import type { Clock } from "../../service.ts";

export type TokenUse = "id" | "access";

export interface KeptKey {
  kid: string;
  use: TokenUse;
  /** PKCS #8, PEM. */
  privateKey: string;
  createdAt: string;
}

export interface SigningKeys {
  /** A JWT of those claims, signed with the newest key for that use. */
  sign(claims: object, use: TokenUse): string;
  /** Undefined for a key that isn't one of these. */
  publicKey(kid: unknown): KeyObject | undefined;
  /** All of them, as `/<pool id>/.well-known/jwks.json` has them. */
  jwks(): { keys: object[] };
  /** Makes new keys: they sign from now on, and the old ones still verify what they signed. */
  rotate(): void;
}

interface Deps {
  file: JsonFile<{ keys: KeptKey[] }>;
  clock: Clock;
}

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

/**
 * Keys that sign the tokens of the user pools, made on this machine: those of cognito-local are known to everybody. As in
 * Cognito, id tokens have another key than access tokens.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
 */
export function createSigningKeys({ file, clock }: Deps): SigningKeys {
  const publicKeys = new Map<string, KeyObject>();

  function make(use: TokenUse): KeptKey {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    const kid = createHash("sha256").update(pem).digest("base64");
    const key = { kid, use, privateKey: pem, createdAt: clock.now().toISOString() };
    file.value = { keys: [...file.value.keys, key] };
    file.save();
    return key;
  }

  const newest = (use: TokenUse): KeptKey => file.value.keys.findLast((key) => key.use === use) ?? make(use);

  function publicKey(kid: unknown): KeyObject | undefined {
    const key = file.value.keys.find((one) => one.kid === kid);
    if (!key) return undefined;
    const known = publicKeys.get(key.kid) ?? createPublicKey(key.privateKey);
    publicKeys.set(key.kid, known);
    return known;
  }

  return {
    publicKey,
    sign(claims, use) {
      const { kid, privateKey } = newest(use);
      const signed = `${part({ kid, alg: "RS256" })}.${part(claims)}`;
      const signature = sign("sha256", Buffer.from(signed), createPrivateKey(privateKey));
      return `${signed}.${signature.toString("base64url")}`;
    },
    jwks() {
      for (const use of ["id", "access"] as const) newest(use);
      return {
        keys: file.value.keys.map(({ kid }) => ({
          ...publicKey(kid)!.export({ format: "jwk" }),
          kid,
          alg: "RS256",
          use: "sig",
        })),
      };
    },
    rotate() {
      make("id");
      make("access");
    },
  };
}
