import * as v from "valibot";
import { versionHeaders } from "../headers.ts";
import { type ObjectCall, objectOperation, versionOf } from "../operation.ts";
import { versionToRead } from "../placement.ts";
import { receiveDocument } from "../receive.ts";
import { checkTags } from "../tags.ts";
import { answer, list, parseXml } from "../xml.ts";
import { changeVersion } from "./objectRetention.ts";

const needs = (call: ObjectCall) => ({ VersionId: versionOf(call) });
const schema = v.object({
  TagSet: v.optional(
    v.pipe(
      v.unknown(),
      v.transform((set) => (set === "" ? {} : set)),
      v.object({ Tag: list(v.object({ Key: v.string(), Value: v.string() })) }),
    ),
  ),
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectTagging.html */
export const putObjectTagging = objectOperation({
  method: "PUT",
  query: ["tagging"],
  needs,
  async run(call) {
    const { TagSet } = parseXml(await receiveDocument(call.request, 1024 ** 2), "Tagging", schema);
    const tags = checkTags((TagSet?.Tag ?? []).map(({ Key, Value }) => [Key, Value]));
    const version = await changeVersion(call, (one) => ({ ...one, tags }));
    return { status: 200, headers: versionHeaders(call, version) };
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectTagging.html */
export const getObjectTagging = objectOperation({
  method: "GET",
  query: ["tagging"],
  needs,
  async run(call) {
    const version = await versionToRead(call);
    return {
      status: 200,
      headers: { "content-type": "application/xml", ...versionHeaders(call, version) },
      body: answer("Tagging", {
        TagSet: { Tag: Object.entries(version.tags ?? {}).map(([Key, Value]) => ({ Key, Value })) },
      }),
    };
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjectTagging.html */
export const deleteObjectTagging = objectOperation({
  method: "DELETE",
  query: ["tagging"],
  needs,
  async run(call) {
    const version = await changeVersion(call, (one) => ({ ...one, tags: undefined }));
    return { status: 204, headers: versionHeaders(call, version) };
  },
});
