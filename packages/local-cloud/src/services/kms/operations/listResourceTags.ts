import * as v from "valibot";
import { keyId, operation, page, paged } from "../operation.ts";

export const listResourceTags = operation(
  v.object({ KeyId: keyId, ...page }),
  ({ KeyId, Limit, Marker }, { keys, authorize }) => {
    const key = keys.resolve(KeyId);
    authorize(key);
    const { items, ...rest } = paged(Object.entries(key.tags), Limit, Marker);
    return { Tags: items.map(([TagKey, TagValue]) => ({ TagKey, TagValue })), ...rest };
  },
);
