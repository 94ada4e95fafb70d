import { createHash } from "node:crypto";
import * as v from "valibot";
import type { HttpRequest, Principal, Service } from "../../service.ts";
import { list, parseXml } from "./xml.ts";

/** S3 for the services that work with a role: every call is authorized as the role's own. */
export interface ObjectStore {
  get(bucket: string, key: string, versionId?: string): Promise<Buffer>;
  put(bucket: string, key: string, body: string): Promise<void>;
  list(bucket: string, prefix: string | undefined): AsyncIterable<ListedObject>;
}

/** An object as ListObjectsV2 tells of it. */
export interface ListedObject {
  [member: string]: string | number;
  Etag: string;
  Key: string;
  /** Epoch seconds. */
  LastModified: number;
  Size: number;
  StorageClass: string;
}

const page = v.object({
  NextContinuationToken: v.optional(v.string()),
  Contents: list(
    v.object({
      ETag: v.string(),
      Key: v.string(),
      LastModified: v.string(),
      Size: v.string(),
      StorageClass: v.string(),
    }),
  ),
});

export function objectStoreAs(s3: Pick<Service, "handle">, principal: Principal): ObjectStore {
  async function call(request: Partial<HttpRequest> & { method: string; path: string }, body?: Buffer) {
    const answer = await s3.handle(
      {
        query: new URLSearchParams(),
        headers: {},
        body: Buffer.alloc(0),
        stream: body ? asStream(body) : undefined,
        ...request,
      },
      principal,
    );
    const chunks: Buffer[] = [];
    if (typeof answer.body === "string" || Buffer.isBuffer(answer.body)) return Buffer.from(answer.body);
    for await (const chunk of answer.body ?? []) chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks);
  }
  const pathOf = (bucket: string, key = "") =>
    `/${bucket}/${key.split("/").map(encodeURIComponent).join("/")}`;

  return {
    get: (bucket, key, versionId) =>
      call({
        method: "GET",
        path: pathOf(bucket, key),
        query: new URLSearchParams(versionId === undefined ? {} : { versionId }),
      }),
    async put(bucket, key, text) {
      const body = Buffer.from(text);
      const headers = {
        "content-length": String(body.length),
        "content-md5": createHash("md5").update(body).digest("base64"),
        "content-type": "application/json",
      };
      await call({ method: "PUT", path: pathOf(bucket, key), headers }, body);
    },
    async *list(bucket, prefix) {
      let token: string | undefined;
      do {
        const query = new URLSearchParams({ "list-type": "2" });
        if (prefix !== undefined) query.set("prefix", prefix);
        if (token !== undefined) query.set("continuation-token", token);
        const body = await call({ method: "GET", path: pathOf(bucket), query });
        const { Contents, NextContinuationToken } = parseXml(body, "ListBucketResult", page);
        for (const { ETag, Key, LastModified, Size, StorageClass } of Contents)
          yield {
            Etag: ETag,
            Key,
            LastModified: Math.floor(Date.parse(LastModified) / 1000),
            Size: Number(Size),
            StorageClass,
          };
        token = NextContinuationToken;
      } while (token !== undefined);
    },
  };
}

async function* asStream(body: Buffer): AsyncGenerator<Buffer> {
  yield body;
}
