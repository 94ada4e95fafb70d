import * as v from "valibot";
import { keyId, operation } from "../operation.ts";

const switchTo = (enabled: boolean) =>
  operation(v.object({ KeyId: keyId }), ({ KeyId }, { keys, authorize }) => {
    const key = keys.resolve(KeyId);
    authorize(key);
    keys.save({ ...key, enabled });
    return {};
  });

export const enableKey = switchTo(true);
export const disableKey = switchTo(false);
