import { encryptionHeaders, encryptionOfUpload } from "../encryption.ts";
import { headersOfUpload } from "../headers.ts";
import { lockOfUpload } from "../lock.ts";
import { checksumOfUpload } from "../multipart.ts";
import { objectOperation } from "../operation.ts";
import { tagsOfUpload } from "../tags.ts";
import { refuseUnsupported, uploadNeeds } from "../upload.ts";
import type { Upload } from "../versions.ts";
import { answer } from "../xml.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html */
export const createMultipartUpload = objectOperation({
  method: "POST",
  query: ["uploads"],
  needs: uploadNeeds,
  async run(call) {
    const { store, bucket, key, clock, newId } = call;
    refuseUnsupported(call);
    const { encryption } = encryptionOfUpload(call);
    const checksum = checksumOfUpload(call);
    const upload: Upload = {
      id: newId() + newId(),
      bucket: bucket.id,
      key,
      initiated: clock.now().toISOString(),
      version: {
        headers: headersOfUpload(call.request),
        encryption,
        tags: tagsOfUpload(call.header("x-amz-tagging")),
        ...lockOfUpload(call),
      },
      checksum,
      parts: {},
    };
    await store.change(bucket.id, key, (entry) => ({
      entry: { ...entry, uploads: [...entry.uploads, upload] },
      result: undefined,
    }));
    return {
      status: 200,
      headers: {
        "content-type": "application/xml",
        ...encryptionHeaders({ encryption }),
        ...(checksum && {
          "x-amz-checksum-algorithm": checksum.algorithm,
          "x-amz-checksum-type": checksum.type,
        }),
      },
      body: answer("InitiateMultipartUploadResult", { Bucket: bucket.id, Key: key, UploadId: upload.id }),
    };
  },
});
