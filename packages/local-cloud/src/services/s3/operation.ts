import type { Input } from "../../iam/actions/mapping.ts";
import { requiredPermissions } from "../../iam/actions/registry.ts";
import type {
  Authorize,
  Clock,
  HttpReply,
  HttpRequest,
  Place,
  Principal,
  StreamReply,
} from "../../service.ts";
import type { Kms } from "../kms/kms.ts";
import type { Bucket, Buckets } from "./buckets.ts";
import { conditionKeys } from "./conditionKeys.ts";
import type { Store } from "./store.ts";

export interface S3Deps {
  buckets: Buckets;
  store: Store;
  kms: Pick<Kms, "keyArn" | "generateDataKey" | "decrypt">;
  authorize: Authorize;
  place: Place;
  clock: Clock;
  /** Such as a version's: 32 letters and digits. */
  newId(): string;
}

export interface Call extends S3Deps {
  name: string;
  request: HttpRequest;
  caller: Principal;
  header(name: string): string | undefined;
  query(name: string): string | undefined;
}

export interface BucketCall extends Call {
  bucket: Bucket;
}

export interface ObjectCall extends BucketCall {
  key: string;
}

interface Route {
  method: "GET" | "HEAD" | "PUT" | "POST" | "DELETE";
  /** Query parameters that have to be there: a sub-resource, or what an operation can't go without. */
  query?: readonly string[];
  /** A header that has to be there. */
  header?: string;
}

type Run<C extends Call> = (call: C) => Promise<HttpReply | StreamReply> | HttpReply | StreamReply;

/** One API operation: when a request is for it, what it wants of IAM besides the usual, and what it does. */
export type Operation =
  | (Route & { on: "service"; run: Run<Call> })
  | (Route & { on: "bucket"; needs?(call: BucketCall): Input; run: Run<BucketCall> })
  | (Route & { on: "object"; needs?(call: ObjectCall): Input; run: Run<ObjectCall> });

export const serviceOperation = (operation: Omit<Operation & { on: "service" }, "on">): Operation => ({
  ...operation,
  on: "service",
});

export const bucketOperation = (operation: Omit<Operation & { on: "bucket" }, "on">): Operation => ({
  ...operation,
  on: "bucket",
});

export const objectOperation = (operation: Omit<Operation & { on: "object" }, "on">): Operation => ({
  ...operation,
  on: "object",
});

/** Refuses unless the caller may do all that an operation needs; by default the call's own. */
export function authorizeCall(call: Call, input: Input, name = call.name): void {
  const context = conditionKeys(call);
  for (const { action, resource } of requiredPermissions("s3", name, input, call.place))
    call.authorize(call.caller, action, resource, context);
}

/** Whether the caller may do something more, such as pass over governance. */
export function mayAlso(call: Call, input: Input, name: string): boolean {
  try {
    authorizeCall(call, input, name);
    return true;
  } catch {
    return false;
  }
}

export const versionOf = (call: Call): string | undefined => call.query("versionId");
