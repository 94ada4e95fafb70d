import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type CallsDeps, expected, firstLine, refuse, take } from "./calls.ts";
import { AwsError, jsonError, restJsonError } from "./errors.ts";
import { isSigned, signedService } from "./iam/signature/claim.ts";
import { payloadOf } from "./iam/signature/payload.ts";
import { rawRequest } from "./iam/signature/rawRequest.ts";
import type { Signatures } from "./iam/signature/signatures.ts";
import type { HttpReply, HttpRequest, Principal, StreamReply } from "./service.ts";
import type { AppSync } from "./services/appsync/service.ts";

export interface FrontDoorDeps extends CallsDeps {
  appSync: () => AppSync | undefined;
  /** Who signed a request. */
  signatures: Signatures;
  /** Whether a service's operation is for callers without credentials. */
  isPublic(service: string, operation: string): boolean;
  /** The service that a request without a signature can only be for, by its path. */
  serviceAt(path: string): string | undefined;
  /** What the local cloud itself answers, by method and path: `GET /_holdfast/inbox`. A GET changes nothing. */
  pages: Record<string, Page>;
  /** What anybody may read, at a path that depends on what is there; a GET. */
  wellKnown?(path: string): HttpReply | undefined;
  siteOrigins: string[];
  /** What every answer's `Date` says. Clients correct their own clock by it. */
  now: () => Date;
}

export type Page = (
  request: HttpRequest,
  signal: AbortSignal,
) => HttpReply | StreamReply | Promise<HttpReply | StreamReply>;

const targets: Record<string, string> = {
  DynamoDB_20120810: "dynamodb",
  AWSCognitoIdentityProviderService: "cognito-idp",
  TrentService: "kms",
  AWSStepFunctions: "states",
  AWSEvents: "events",
  AmazonSQS: "sqs",
  GraniteServiceVersion20100801: "monitoring",
};

const loopback = new Set(["127.0.0.1", "localhost", "[::1]"]);
const mostBytes = 16 * 1024 * 1024;
const nobody: Principal = { arn: "*", accountId: "anonymous" };

/** The one port: finds out which service a request is for and who makes it, and hands it on. */
export function createFrontDoor(deps: FrontDoorDeps): Server {
  const server = createServer((request, response) => {
    serve(request, response, deps).catch((error: Error) => {
      if (!response.headersSent) reply(response, failure(error));
      else response.destroy();
    });
  });
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const appSync = deps.appSync();
    const realtime = new URL(request.url ?? "/", "http://localhost").pathname === "/graphql/realtime";
    if (!isLoopback(request) || !isWelcome(request, deps) || !appSync || !realtime) {
      socket.end("HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n");
      return;
    }
    appSync.upgrade(request, socket, head);
  });
  return server;
}

async function serve(request: IncomingMessage, response: ServerResponse, deps: FrontDoorDeps): Promise<void> {
  if (!isLoopback(request)) {
    return reply(
      response,
      refusal(`Requests for the host ${request.headers.host} are refused: this is a local cloud.`),
    );
  }
  if (!isWelcome(request, deps)) {
    return reply(response, refusal(`Requests from pages of ${request.headers.origin} are refused.`));
  }
  response.setHeader("date", deps.now().toUTCString());
  allowOrigin(request, response);
  if (request.method === "OPTIONS") return reply(response, { status: 204 });

  const head = headOf(request);
  const page = deps.pages[`${head.method} ${head.path}`];
  if (page) return servePage(page, await withBody(head, request), response);
  const known = head.method === "GET" ? deps.wellKnown?.(head.path) : undefined;
  if (known) return reply(response, known);

  if (head.path === "/graphql") return serveGraphQl(request, response, await withBody(head, request), deps);

  const raw = rawRequest(request);
  const target = head.headers["x-amz-target"]?.split(".");
  const name = (target && targets[target[0]!]) ?? signedService(raw) ?? deps.serviceAt(head.path) ?? "";
  const service = deps.services[name];
  let operation = target?.[1] ?? `${head.method} ${head.path}`;
  if (!service) {
    return reply(response, restJsonError(noService(name, operation)));
  }
  let caller: Principal | undefined;
  try {
    const isOpen = !isSigned(raw) && deps.isPublic(name, operation);
    let call: HttpRequest;
    if (service.takesStreams) {
      const { caller: signer, ...payload } = isOpen
        ? { caller: nobody, ...payloadOf(request, raw) }
        : deps.signatures.streamed(raw, name, request);
      caller = sentBy(signer, head);
      call = { ...head, ...payload };
    } else {
      call = await withBody(head, request);
      caller = sentBy(isOpen ? nobody : deps.signatures.callerOf(raw, name, call.body), head);
    }
    operation = service.operationOf?.(call) ?? operation;
    const answer = await take(deps, { service: name, operation, request: call, caller }, leftOf(response));
    await send(response, answer);
  } catch (error) {
    const answer = refuse(deps, { service: name, operation, caller }, error as Error);
    // An answer that has begun can only be broken off, so that nobody takes a part of it for the whole.
    if (response.headersSent) response.destroy();
    else reply(response, answer);
  }
}

/** Every service of AWS's refuses what isn't signed; here it can't even be told which one is meant. */
const noService = (name: string, operation: string): AwsError =>
  name
    ? new AwsError("UnknownServiceException", `The local cloud has no service ${name} (${operation}).`, {
        status: 404,
      })
    : new AwsError(
        "MissingAuthenticationTokenException",
        `Missing Authentication Token: ${operation} carries no signature that says which AWS service it is for.`,
        { status: 403 },
      );

const sentBy = (caller: Principal, { headers }: HttpRequest): Principal => ({
  ...caller,
  request: { userAgent: headers["user-agent"], referer: headers.referer },
});

async function servePage(page: Page, call: HttpRequest, response: ServerResponse): Promise<void> {
  try {
    await send(response, await page(call, leftOf(response)));
  } catch (error) {
    if (response.headersSent) response.destroy();
    else reply(response, failure(error as Error));
  }
}

/** Aborted when the caller has left, or the local cloud stops. */
function leftOf(response: ServerResponse): AbortSignal {
  const left = new AbortController();
  response.on("close", () => left.abort());
  return left.signal;
}

async function serveGraphQl(
  request: IncomingMessage,
  response: ServerResponse,
  call: HttpRequest,
  deps: FrontDoorDeps,
): Promise<void> {
  const appSync = deps.appSync();
  if (!appSync) {
    reply(response, refusal("The assembly has no GraphQL API."));
    return;
  }
  try {
    appSync.admit(rawRequest(request), call.body);
    await deps.strike({ service: "appsync", operation: "GraphQL", request: call }, leftOf(response));
    deps.log({ service: "appsync", operation: "GraphQL", status: 200 });
    appSync.serve(request, call.body, response);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const { status, code } = error;
    deps.log({ service: "appsync", operation: "GraphQL", status, code, error: firstLine(error) });
    reply(response, appSync.formatError(error));
  }
}

async function withBody(head: HttpRequest, request: IncomingMessage): Promise<HttpRequest> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBytes)
      throw new AwsError("RequestEntityTooLargeException", `The request is larger than ${mostBytes} bytes.`, {
        status: 413,
      });
    chunks.push(chunk);
  }
  return { ...head, body: Buffer.concat(chunks) };
}

function headOf(request: IncomingMessage): HttpRequest {
  const [path = "/", query] = (request.url ?? "/").split("?");
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(",") : value,
    ]),
  );
  return {
    method: request.method ?? "GET",
    path,
    query: new URLSearchParams(query),
    headers,
    body: Buffer.alloc(0),
  };
}

function isLoopback(request: IncomingMessage): boolean {
  const host = request.headers.host ?? "";
  return loopback.has(host.replace(/:\d+$/, ""));
}

/** AWS clients send no Origin. A browser does, and only the site's pages may call: any other page could be anyone's. */
function isWelcome(request: IncomingMessage, { siteOrigins }: FrontDoorDeps): boolean {
  const { origin } = request.headers;
  return !origin || siteOrigins.includes(origin) || origin === `http://${request.headers.host}`;
}

function allowOrigin(request: IncomingMessage, response: ServerResponse): void {
  const { origin } = request.headers;
  if (!origin) return;
  response.setHeader("access-control-allow-origin", origin);
  response.setHeader("vary", "Origin");
  response.setHeader("access-control-allow-methods", "GET, POST, PUT, DELETE, OPTIONS");
  response.setHeader(
    "access-control-allow-headers",
    request.headers["access-control-request-headers"] ?? "*",
  );
  response.setHeader("access-control-expose-headers", "date, x-amzn-requestid, x-amzn-errortype");
  response.setHeader("access-control-max-age", "600");
}

const refusal = (message: string): HttpReply =>
  jsonError(new AwsError("AccessDeniedException", message, { status: 403 }));

const failure = (error: Error): HttpReply => jsonError(expected(error));

async function send(response: ServerResponse, answer: HttpReply | StreamReply): Promise<void> {
  const { status, headers, body } = answer;
  if (body === undefined || typeof body === "string" || Buffer.isBuffer(body))
    return reply(response, { status, headers, body });
  response.writeHead(status, { "x-amzn-requestid": randomUUID(), ...headers });
  await pipeline(body, response);
}

function reply(response: ServerResponse, { status, headers = {}, body }: HttpReply): void {
  response.writeHead(status, {
    "x-amzn-requestid": randomUUID(),
    // The answer to a HEAD request says the length of what it doesn't send.
    "content-length": body ? Buffer.byteLength(body) : 0,
    ...headers,
  });
  response.end(body);
}
