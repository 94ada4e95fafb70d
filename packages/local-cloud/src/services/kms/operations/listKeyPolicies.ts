import * as v from "valibot";
import { keyId, operation } from "../operation.ts";

export const listKeyPolicies = operation(v.object({ KeyId: keyId }), ({ KeyId }, { keys, authorize }) => {
  authorize(keys.resolve(KeyId));
  return { PolicyNames: ["default"], Truncated: false };
});
