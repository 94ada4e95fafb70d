import * as v from "valibot";
import { tags, text } from "../members.ts";
import { operation, requestTags } from "../operation.ts";
import { taggedOf } from "../tagged.ts";
import { requireTagCount, requireTags } from "../tags.ts";

export const tagResource = operation({
  method: "POST",
  path: "/tags/{ResourceArn}",
  input: v.object({ ResourceArn: text, Tags: tags }),
  resource: taggedOf,
  context: ({ Tags }) => requestTags(Tags),
  run(input, call) {
    const tagged = taggedOf(input, call);
    requireTags(input.Tags);
    const all = { ...tagged.tags, ...input.Tags };
    requireTagCount(all);
    tagged.saveTags(all);
  },
});
