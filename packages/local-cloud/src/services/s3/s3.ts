import { join } from "node:path";
import type { PolicyDocument } from "../../iam/policy.ts";
import { isAnonymous } from "../../iam/principals.ts";
import type { HttpRequest, Principal, ResourceHandler, ResourceRemover, Service } from "../../service.ts";
import { type Buckets, createBuckets } from "./buckets.ts";
import { accessDenied, errorReply } from "./errors.ts";
import { authorizeCall, type Call, type S3Deps } from "./operation.ts";
import { operations } from "./operations.ts";
import { s3Removers, s3Resources } from "./resources.ts";
import { route } from "./route.ts";
import { openStore, type Store } from "./store.ts";

interface Options extends Omit<S3Deps, "buckets" | "store"> {
  dataDir: string;
}

export interface S3 {
  service: Service;
  resources: Record<string, ResourceHandler>;
  removers: Record<string, ResourceRemover>;
  /** The policy of the bucket that a bucket's or object's ARN is of. */
  resourcePolicy(arn: string): PolicyDocument | undefined;
  buckets: Pick<Buckets, "list">;
  /** Whether a path, `/<bucket>/<key>`, is that of a bucket that is there. */
  isBucketPath(path: string): boolean;
  /** Waits for what is being written and closes the store. */
  stop(): Promise<void>;
}

/** Amazon S3: the template's buckets, their objects in `<dataDir>/s3`. */
export async function createS3({ dataDir, ...given }: Options): Promise<S3> {
  const buckets = createBuckets(dataDir);
  const store = await openStore(join(dataDir, "s3"));
  const deps: S3Deps = { ...given, buckets, store };
  return {
    service: s3Service(deps, store),
    resources: s3Resources(deps),
    removers: s3Removers(buckets, store),
    buckets,
    isBucketPath: (path) => buckets.get(path.split("/")[1] ?? "") !== undefined,
    resourcePolicy(arn) {
      const name = /^arn:[^:]+:s3:::([^/]+)/.exec(arn)?.[1];
      return name === undefined ? undefined : buckets.get(name)?.policy;
    },
    stop: store.stop,
  };
}

function s3Service(deps: S3Deps, store: Store): Service {
  return {
    takesStreams: true,
    formatError: errorReply(deps.newId),
    stop: store.stop,
    operationOf(request) {
      try {
        return route(operations, request).name;
      } catch {
        // Refused when it is handled.
        return undefined;
      }
    },
    async handle(request, caller) {
      const answer = await run(request, caller, deps);
      return { ...answer, headers: { "x-amz-request-id": deps.newId(), ...answer.headers } };
    },
  };
}

function run(request: HttpRequest, caller: Principal, deps: S3Deps) {
  const { name, operation, bucket, key } = route(operations, request);
  const call: Call = {
    ...deps,
    name,
    request,
    caller,
    header: (name) => request.headers[name],
    query: (name) => request.query.get(name) ?? undefined,
  };
  if (operation.on === "service") {
    authorizeCall(call, {});
    return operation.run(call);
  }
  const inBucket = { ...call, bucket: deps.buckets.find(bucket) };
  if (isAnonymous(caller) && inBucket.bucket.closedToPublic) throw accessDenied();
  if (operation.on === "bucket") {
    authorizeCall(call, { Bucket: bucket, ...operation.needs?.(inBucket) });
    return operation.run(inBucket);
  }
  const onObject = { ...inBucket, key };
  authorizeCall(call, { Bucket: bucket, Key: key, ...operation.needs?.(onObject) });
  return operation.run(onObject);
}
