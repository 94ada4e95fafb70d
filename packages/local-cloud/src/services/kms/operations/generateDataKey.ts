import * as v from "valibot";
import { AwsError } from "../../../errors.ts";
import { type DataKey, newDataKey } from "../dataKey.ts";
import { type Call, encryptionContext, keyId, operation } from "../operation.ts";

const input = v.object({
  KeyId: keyId,
  EncryptionContext: encryptionContext,
  KeySpec: v.optional(v.picklist(["AES_256", "AES_128"])),
  NumberOfBytes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1024))),
});

export const generateDataKey = operation(input, (request, call) => {
  const { arn, plaintext, ciphertext } = dataKey(request, call);
  return {
    KeyId: arn,
    Plaintext: plaintext.toString("base64"),
    CiphertextBlob: ciphertext.toString("base64"),
  };
});

export const generateDataKeyWithoutPlaintext = operation(input, (request, call) => {
  const { arn, ciphertext } = dataKey(request, call);
  return { KeyId: arn, CiphertextBlob: ciphertext.toString("base64") };
});

function dataKey(
  { KeyId, KeySpec, NumberOfBytes, EncryptionContext }: v.InferOutput<typeof input>,
  { keys, authorize }: Call,
): DataKey & { arn: string } {
  const key = keys.resolve(KeyId);
  authorize(key, EncryptionContext);
  if ((KeySpec === undefined) === (NumberOfBytes === undefined)) {
    throw new AwsError("ValidationException", "Please specify either number of bytes or key spec.");
  }
  const bytes = NumberOfBytes ?? (KeySpec === "AES_128" ? 16 : 32);
  return { arn: key.arn, ...newDataKey(key, bytes, EncryptionContext) };
}
