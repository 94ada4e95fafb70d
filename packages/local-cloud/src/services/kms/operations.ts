import type { Operation } from "./operation.ts";
import { decrypt } from "./operations/decrypt.ts";
import { describeKey } from "./operations/describeKey.ts";
import { disableKey, enableKey } from "./operations/enableKey.ts";
import { encrypt } from "./operations/encrypt.ts";
import { generateDataKey, generateDataKeyWithoutPlaintext } from "./operations/generateDataKey.ts";
import { getKeyPolicy } from "./operations/getKeyPolicy.ts";
import { getKeyRotationStatus } from "./operations/getKeyRotationStatus.ts";
import { listAliases } from "./operations/listAliases.ts";
import { listKeyPolicies } from "./operations/listKeyPolicies.ts";
import { listKeys } from "./operations/listKeys.ts";
import { listResourceTags } from "./operations/listResourceTags.ts";

export const operations = {
  Decrypt: decrypt,
  DescribeKey: describeKey,
  DisableKey: disableKey,
  EnableKey: enableKey,
  Encrypt: encrypt,
  GenerateDataKey: generateDataKey,
  GenerateDataKeyWithoutPlaintext: generateDataKeyWithoutPlaintext,
  GetKeyPolicy: getKeyPolicy,
  GetKeyRotationStatus: getKeyRotationStatus,
  ListAliases: listAliases,
  ListKeyPolicies: listKeyPolicies,
  ListKeys: listKeys,
  ListResourceTags: listResourceTags,
} as const satisfies Record<string, Operation>;
