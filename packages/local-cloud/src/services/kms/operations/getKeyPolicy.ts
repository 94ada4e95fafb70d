import * as v from "valibot";
import { AwsError } from "../../../errors.ts";
import { keyId, operation } from "../operation.ts";

export const getKeyPolicy = operation(
  v.object({ KeyId: keyId, PolicyName: v.optional(v.string(), "default") }),
  ({ KeyId, PolicyName }, { keys, authorize }) => {
    const key = keys.resolve(KeyId);
    authorize(key);
    if (PolicyName !== "default") {
      throw new AwsError(
        "NotFoundException",
        `No such policy exists: ${PolicyName}. A key has one policy, "default".`,
      );
    }
    return { Policy: key.policy, PolicyName };
  },
);
