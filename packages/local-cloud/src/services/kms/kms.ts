import { AwsError, jsonError } from "../../errors.ts";
import type { Strike } from "../../faults/faults.ts";
import type { Authorize, Principal, ResourceHandler, ResourceRemover, Service } from "../../service.ts";
import { type EncryptionContext, keyIdOf, open } from "./ciphertext.ts";
import { type DataKey, newDataKey } from "./dataKey.ts";
import { createKeys, disabled, type Key, type Keys, type KeysDeps, requireUsable } from "./keys.ts";
import { authorization, type Call, type Operation } from "./operation.ts";
import { operations } from "./operations.ts";
import { kmsRemovers, kmsResources } from "./resources.ts";

export interface KmsDeps extends KeysDeps {
  authorize: Authorize;
  faults: Strike;
}

export interface Kms {
  service: Service;
  resources: Record<string, ResourceHandler>;
  removers: Record<string, ResourceRemover>;
  /** The key policy of a key's ARN, JSON. */
  resourcePolicy(arn: string): string | undefined;
  /** The ARN of a key, by its id, ARN or alias. Throws NotFoundException. */
  keyArn(idOrAlias: string): string;
  /** The same of a key that can be used now. Throws NotFoundException or DisabledException. */
  usableKeyArn(idOrAlias: string): string;
  /** A fresh 256-bit data key. Throws NotFoundException or DisabledException. */
  generateDataKey(keyArn: string, context: EncryptionContext): DataKey;
  /** Throws NotFoundException, DisabledException or InvalidCiphertextException. */
  decrypt(ciphertext: Buffer, context: EncryptionContext): Buffer;
}

/** AWS KMS as far as a local cloud needs it: symmetric keys, their material in `<dataDir>/kms`. */
export function createKms({ authorize, faults, ...deps }: KmsDeps): Kms {
  const keys = createKeys(deps);
  const at = (key: Key, operation: string) => {
    const aliases = keys.aliases().filter(([, { keyId }]) => keyId === key.id);
    return { service: "kms", operation, resources: [key.arn, ...aliases.map(([name]) => name)] };
  };
  const refuseStruck = (key: Key, operation: string) => {
    if (!/Encrypt|Decrypt|GenerateDataKey/.test(operation)) return;
    if (faults.strike("disable-key", at(key, operation))) throw disabled(key);
  };
  const isEnabled = (key: Key) => key.enabled && !faults.always("disable-key", at(key, "DescribeKey"));
  return {
    service: kmsService(keys, { authorize, refuseStruck, isEnabled }),
    resources: kmsResources(keys, deps.place),
    removers: kmsRemovers(keys),
    resourcePolicy: (arn) => keys.list().find((key) => key.arn === arn)?.policy,
    keyArn: (idOrAlias) => keys.resolve(idOrAlias).arn,
    usableKeyArn(idOrAlias) {
      const key = requireUsable(keys.resolve(idOrAlias));
      if (!isEnabled(key)) throw disabled(key);
      return key.arn;
    },
    generateDataKey(keyArn, context) {
      const key = keys.resolve(keyArn);
      refuseStruck(key, "GenerateDataKey");
      return newDataKey(key, 32, context);
    },
    decrypt(ciphertext, context) {
      const key = requireUsable(keys.resolve(keyIdOf(ciphertext)));
      refuseStruck(key, "Decrypt");
      return open(key, ciphertext, context);
    },
  };
}

const targetPrefix = "TrentService.";

interface Rules {
  authorize: Authorize;
  refuseStruck(key: Key, operation: string): void;
  isEnabled(key: Key): boolean;
}

function kmsService(keys: Keys, { authorize, refuseStruck, isEnabled }: Rules): Service {
  return {
    async handle({ headers, body }, caller: Principal) {
      const name = (headers["x-amz-target"] ?? "").replace(targetPrefix, "");
      const operation: Operation | undefined = Object.hasOwn(operations, name)
        ? operations[name as keyof typeof operations]
        : undefined;
      if (!operation) {
        throw new AwsError(
          "UnknownOperationException",
          `kms:${name} isn't an operation of the local cloud's KMS.`,
        );
      }
      const allow = authorization(authorize, caller, `kms:${name}`);
      const call: Call = {
        keys: { ...keys, resolve: toldWhoMayAsk(keys, (arn) => authorize(caller, `kms:${name}`, arn)) },
        isEnabled,
        authorize(key, context) {
          allow(key, context);
          if (key) refuseStruck(key, name);
        },
      };
      const answer = operation.run(parse(body), call);
      return {
        status: 200,
        headers: { "content-type": "application/x-amz-json-1.1" },
        body: JSON.stringify(answer),
      };
    },
    formatError: jsonError,
  };
}

/** That a key isn't there is told only to those who might use it if it were. */
const toldWhoMayAsk =
  (keys: Keys, allow: (arn: string) => void): Keys["resolve"] =>
  (idOrAlias) => {
    try {
      return keys.resolve(idOrAlias);
    } catch (error) {
      if (error instanceof AwsError && error.code === "NotFoundException") {
        const name = idOrAlias.startsWith("alias/") ? idOrAlias : `key/${idOrAlias}`;
        allow(idOrAlias.startsWith("arn:") ? idOrAlias : keys.aliasArn(name));
      }
      throw error;
    }
  };

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString() || "{}");
  } catch {
    throw new AwsError("SerializationException", "The request's body isn't JSON.");
  }
}
