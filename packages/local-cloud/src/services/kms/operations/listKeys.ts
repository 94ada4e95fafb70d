import * as v from "valibot";
import { operation, page, paged } from "../operation.ts";

export const listKeys = operation(v.object(page), ({ Limit, Marker }, { keys, authorize }) => {
  authorize();
  const { items, ...rest } = paged(keys.list(), Limit, Marker);
  return { Keys: items.map(({ id, arn }) => ({ KeyId: id, KeyArn: arn })), ...rest };
});
