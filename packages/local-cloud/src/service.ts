import type { AwsError } from "./errors.ts";

/** Whoever makes a call. The local cloud's own root user has no role. */
export interface Principal {
  arn: string;
  accountId: string;
  roleArn?: string;
  /** What the request says of who sent it: nothing to trust, but condition keys. */
  request?: { userAgent?: string; referer?: string };
}

export interface HttpRequest {
  method: string;
  /** As received: still percent-encoded, because ARNs travel in paths. */
  path: string;
  query: URLSearchParams;
  headers: Record<string, string | undefined>;
  /** At most 16 MB; empty for a service that takes streams. */
  body: Buffer;
  /** The body as it comes, of any size, out of any chunks it came in: for a service that takes streams. */
  stream?: AsyncIterable<Buffer>;
  /** The headers that came after the stream: all of them are here once it has been read. */
  trailers?: Record<string, string>;
}

export interface HttpReply {
  status: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** An answer sent part by part, while it comes about. */
export interface StreamReply extends Omit<HttpReply, "body"> {
  body: AsyncIterable<string | Buffer>;
}

/** One AWS service behind the front door. */
export interface Service {
  /** Whether requests come to it with `stream` in place of `body`. */
  takesStreams?: boolean;
  /** Answers one request. Expected refusals are thrown as AwsError; the front door gives them `formatError`'s shape. */
  handle(request: HttpRequest, caller: Principal): Promise<HttpReply | StreamReply>;
  formatError(error: AwsError): HttpReply;
  /** The operation's name in AWS's API, where it isn't in the target header; undefined for a request that is none. */
  operationOf?(request: HttpRequest): string | undefined;
  stop?(): Promise<void>;
}

/** Where the local cloud pretends to be. */
export interface Place {
  accountId: string;
  region: string;
  partition: "aws";
}

export interface Clock {
  now(): Date;
}

/** Throws AccessDenied unless the principal's policies and the resource's own policy allow the action. */
export type Authorize = (
  principal: Principal,
  action: string,
  resource: string,
  context?: Record<string, string | string[]>,
) => void;

/** Something that happened, as EventBridge carries it. */
export interface CloudEvent {
  source: string;
  "detail-type": string;
  resources: string[];
  detail: Record<string, unknown>;
}

export type Emit = (event: CloudEvent) => void;

/** One resource of the template, its properties resolved. */
export interface ResourceRequest {
  logicalId: string;
  stackName: string;
  type: string;
  properties: Record<string, any>;
  /** A stable name for a resource the template doesn't name: the same on every start. */
  physicalId: string;
}

export interface ResourceResult {
  /** What `Ref` gives. */
  ref: string;
  /** What `Fn::GetAtt` gives. */
  attributes?: Record<string, string>;
  /** What of the resource isn't as the template has it, a sentence each. */
  warnings?: string[];
}

/**
 * Makes the resource, or brings the one of the same logical id up to date: every start of the local cloud calls it
 * again, and every change of the stacks while it runs.
 */
export type ResourceHandler = (resource: ResourceRequest) => Promise<ResourceResult>;

/** Ends a resource that is no longer in the stacks. It may be gone already. */
export type ResourceRemover = (resource: {
  /** `<stack>/<logical id>` */
  source: string;
  physicalId: string;
}) => Promise<void>;
