import * as v from "valibot";
import { page, pageMembers, pageQuery, text } from "../members.ts";
import { operation } from "../operation.ts";
import { taggedOf } from "../tagged.ts";

export const listTags = operation({
  method: "GET",
  path: "/tags/{ResourceArn}",
  query: pageQuery,
  input: v.object({ ResourceArn: text, ...pageMembers }),
  resource: taggedOf,
  run({ ResourceArn, ...paging }, call) {
    const [items, NextToken] = page(
      Object.entries(taggedOf({ ResourceArn }, call).tags),
      ([name]) => name,
      paging,
    );
    return { Tags: Object.fromEntries(items), NextToken };
  },
});
