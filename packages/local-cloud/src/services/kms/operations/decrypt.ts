import * as v from "valibot";
import { AwsError } from "../../../errors.ts";
import { keyIdOf, open } from "../ciphertext.ts";
import { requireUsable } from "../keys.ts";
import { blob, encryptionContext, keyId, operation } from "../operation.ts";

export const decrypt = operation(
  v.object({ CiphertextBlob: blob(6144), KeyId: v.optional(keyId), EncryptionContext: encryptionContext }),
  ({ CiphertextBlob, KeyId, EncryptionContext }, { keys, authorize }) => {
    const key = keys.resolve(keyIdOf(CiphertextBlob));
    if (KeyId !== undefined && keys.resolve(KeyId).id !== key.id) {
      throw new AwsError(
        "IncorrectKeyException",
        "The key ID in the request does not identify a CMK that can perform this operation.",
      );
    }
    authorize(key, EncryptionContext);
    return {
      KeyId: key.arn,
      Plaintext: open(requireUsable(key), CiphertextBlob, EncryptionContext).toString("base64"),
      EncryptionAlgorithm: "SYMMETRIC_DEFAULT",
    };
  },
);
