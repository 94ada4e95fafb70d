import * as v from "valibot";
import { seal } from "../ciphertext.ts";
import { requireUsable } from "../keys.ts";
import { blob, encryptionContext, keyId, operation } from "../operation.ts";

export const encrypt = operation(
  v.object({ KeyId: keyId, Plaintext: blob(4096), EncryptionContext: encryptionContext }),
  ({ KeyId, Plaintext, EncryptionContext }, { keys, authorize }) => {
    const key = keys.resolve(KeyId);
    authorize(key, EncryptionContext);
    return {
      CiphertextBlob: seal(requireUsable(key), Plaintext, EncryptionContext).toString("base64"),
      KeyId: key.arn,
      EncryptionAlgorithm: "SYMMETRIC_DEFAULT",
    };
  },
);
