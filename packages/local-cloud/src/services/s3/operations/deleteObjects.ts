import * as v from "valibot";
import { AwsError } from "../../../errors.ts";
import { s3Error } from "../errors.ts";
import { authorizeCall, bucketOperation } from "../operation.ts";
import { isChecked, receiveDocument } from "../receive.ts";
import { answer, list, parseXml } from "../xml.ts";
import { deleteAt } from "./deleteObject.ts";

const schema = v.object({
  Quiet: v.optional(v.string()),
  Object: v.pipe(
    list(
      v.object({
        Key: v.pipe(v.string(), v.minLength(1)),
        VersionId: v.optional(v.string()),
        ETag: v.optional(v.string()),
      }),
    ),
    v.minLength(1),
    v.maxLength(1000),
  ),
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
export const deleteObjects = bucketOperation({
  method: "POST",
  query: ["delete"],
  // Each object is authorized by itself.
  async run(call) {
    const { request, bucket } = call;
    if (!isChecked(request))
      throw s3Error("InvalidRequest", "Missing required header for this request: Content-MD5");
    const { Object: objects, Quiet } = parseXml(
      await receiveDocument(request, 4 * 1024 ** 2),
      "Delete",
      schema,
    );
    const [Deleted, Errors]: [object[], object[]] = [[], []];
    for (const { Key, VersionId, ETag } of objects) {
      try {
        authorizeCall(call, { Bucket: bucket.id, Key, VersionId }, "DeleteObject");
        const headers = { ...request.headers, "if-match": ETag };
        const one = {
          ...call,
          key: Key,
          request: { ...request, headers },
          header: (name: string) => headers[name as never] as string | undefined,
        };
        const { id, deleteMarker } = await deleteAt(one, VersionId);
        Deleted.push({
          Key,
          VersionId,
          DeleteMarker: deleteMarker,
          DeleteMarkerVersionId: deleteMarker ? id : undefined,
        });
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        const Code = error.code === "AccessDeniedException" ? "AccessDenied" : error.code;
        Errors.push({ Key, VersionId, Code, Message: error.message });
      }
    }
    return {
      status: 200,
      headers: { "content-type": "application/xml" },
      body: answer("DeleteResult", { Deleted: Quiet === "true" ? [] : Deleted, Error: Errors }),
    };
  },
});
