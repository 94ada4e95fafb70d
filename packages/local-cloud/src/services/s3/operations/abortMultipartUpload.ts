import { uploadOf } from "../multipart.ts";
import { objectOperation } from "../operation.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html */
export const abortMultipartUpload = objectOperation({
  method: "DELETE",
  query: ["uploadId"],
  async run(call) {
    await call.store.change(call.bucket.id, call.key, (entry) => {
      const upload = uploadOf(call, entry);
      return {
        entry: { ...entry, uploads: entry.uploads.filter((one) => one !== upload) },
        result: undefined,
      };
    });
    return { status: 204 };
  },
});
