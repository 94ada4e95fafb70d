import * as v from "valibot";
import { epochSeconds, keyId, operation } from "../operation.ts";

export const describeKey = operation(
  v.object({ KeyId: keyId }),
  ({ KeyId }, { keys, authorize, isEnabled }) => {
    const key = keys.resolve(KeyId);
    authorize(key);
    const enabled = isEnabled(key);
    return {
      KeyMetadata: {
        AWSAccountId: key.arn.split(":")[4],
        KeyId: key.id,
        Arn: key.arn,
        CreationDate: epochSeconds(key.creationDate),
        Enabled: enabled,
        Description: key.description,
        KeyUsage: "ENCRYPT_DECRYPT",
        KeyState: enabled ? "Enabled" : "Disabled",
        Origin: "AWS_KMS",
        KeyManager: key.manager,
        CustomerMasterKeySpec: "SYMMETRIC_DEFAULT",
        KeySpec: "SYMMETRIC_DEFAULT",
        EncryptionAlgorithms: ["SYMMETRIC_DEFAULT"],
        MultiRegion: key.multiRegion,
      },
    };
  },
);
