import * as v from "valibot";
import { requireLock } from "../lock.ts";
import { type ObjectCall, objectOperation, versionOf } from "../operation.ts";
import { versionToRead } from "../placement.ts";
import { receiveDocument } from "../receive.ts";
import { answer, parseXml } from "../xml.ts";
import { changeVersion, noLock } from "./objectRetention.ts";

const needs = (call: ObjectCall) => ({ VersionId: versionOf(call) });
const schema = v.object({ Status: v.picklist(["ON", "OFF"]) });

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectLegalHold.html */
export const putObjectLegalHold = objectOperation({
  method: "PUT",
  query: ["legal-hold"],
  needs,
  async run(call) {
    requireLock(call.bucket);
    const { Status } = parseXml(await receiveDocument(call.request, 1024 ** 2), "LegalHold", schema);
    await changeVersion(call, (version) => ({ ...version, legalHold: Status === "ON" }));
    return { status: 200 };
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectLegalHold.html */
export const getObjectLegalHold = objectOperation({
  method: "GET",
  query: ["legal-hold"],
  needs,
  async run(call) {
    requireLock(call.bucket);
    const { legalHold } = await versionToRead(call);
    if (legalHold === undefined) throw noLock();
    return {
      status: 200,
      headers: { "content-type": "application/xml" },
      body: answer("LegalHold", { Status: legalHold ? "ON" : "OFF" }),
    };
  },
});
