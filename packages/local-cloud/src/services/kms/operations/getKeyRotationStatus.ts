import * as v from "valibot";
import { keyId, operation } from "../operation.ts";

export const getKeyRotationStatus = operation(
  v.object({ KeyId: keyId }),
  ({ KeyId }, { keys, authorize }) => {
    const key = keys.resolve(KeyId);
    authorize(key);
    const { rotationPeriodInDays } = key;
    return {
      KeyId: key.id,
      KeyRotationEnabled: rotationPeriodInDays !== undefined,
      ...(rotationPeriodInDays !== undefined && { RotationPeriodInDays: rotationPeriodInDays }),
    };
  },
);
