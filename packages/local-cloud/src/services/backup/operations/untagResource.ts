import * as v from "valibot";
import { text } from "../members.ts";
import { operation } from "../operation.ts";
import { taggedOf } from "../tagged.ts";

export const untagResource = operation({
  method: "POST",
  path: "/untag/{ResourceArn}",
  input: v.object({ ResourceArn: text, TagKeyList: v.array(v.string()) }),
  resource: taggedOf,
  context: ({ TagKeyList }) => ({ "aws:TagKeys": TagKeyList }),
  run(input, call) {
    const tagged = taggedOf(input, call);
    tagged.saveTags(
      Object.fromEntries(Object.entries(tagged.tags).filter(([key]) => !input.TagKeyList.includes(key))),
    );
  },
});
