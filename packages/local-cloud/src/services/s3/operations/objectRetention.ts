import { s3Error } from "../errors.ts";
import { requireChangeable, requireLock, retentionOf, retentionSchema } from "../lock.ts";
import { type ObjectCall, objectOperation, versionOf } from "../operation.ts";
import { pick, versionToRead } from "../placement.ts";
import { receiveDocument } from "../receive.ts";
import type { Version } from "../versions.ts";
import { answer, malformedUnless, parseXml } from "../xml.ts";

const needs = (call: ObjectCall) => ({ VersionId: versionOf(call) });

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectRetention.html */
export const putObjectRetention = objectOperation({
  method: "PUT",
  query: ["retention"],
  needs,
  async run(call) {
    requireLock(call.bucket);
    const body = await receiveDocument(call.request, 1024 ** 2);
    const { Mode, RetainUntilDate } = parseXml(body, "Retention", retentionSchema);
    malformedUnless((Mode === undefined) === (RetainUntilDate === undefined));
    const retention = Mode && retentionOf(Mode, RetainUntilDate!, call.clock.now());
    await changeVersion(call, (version) => {
      requireChangeable(call, version, retention);
      return { ...version, retention };
    });
    return { status: 200 };
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectRetention.html */
export const getObjectRetention = objectOperation({
  method: "GET",
  query: ["retention"],
  needs,
  async run(call) {
    requireLock(call.bucket);
    const { retention } = await versionToRead(call);
    if (!retention) throw noLock();
    return {
      status: 200,
      headers: { "content-type": "application/xml" },
      body: answer("Retention", { Mode: retention.mode, RetainUntilDate: retention.until }),
    };
  },
});

export const noLock = () =>
  s3Error("NoSuchObjectLockConfiguration", "The specified object does not have a ObjectLock configuration");

/** Changes what is known of one version: its contents stay. */
export function changeVersion(call: ObjectCall, change: (version: Version) => Version): Promise<Version> {
  return call.store.change(call.bucket.id, call.key, (entry) => {
    const version = pick(call, entry, versionOf(call));
    const changed = change(version);
    const versions = entry.versions.map((one) => (one === version ? changed : one));
    return { entry: { ...entry, versions }, result: changed };
  });
}
