import * as v from "valibot";
import { epochSeconds, keyId, operation, page, paged } from "../operation.ts";

export const listAliases = operation(
  v.object({ KeyId: v.optional(keyId), ...page }),
  ({ KeyId, Limit, Marker }, { keys, authorize }) => {
    authorize();
    const only = KeyId === undefined ? undefined : keys.resolve(KeyId).id;
    const wanted = keys.aliases().filter(([, alias]) => only === undefined || alias.keyId === only);
    const { items, ...rest } = paged(wanted, Limit, Marker);
    return {
      Aliases: items.map(([name, alias]) => ({
        AliasName: name,
        AliasArn: keys.aliasArn(name),
        TargetKeyId: alias.keyId,
        CreationDate: epochSeconds(alias.creationDate),
        LastUpdatedDate: epochSeconds(alias.lastUpdatedDate),
      })),
      ...rest,
    };
  },
);
