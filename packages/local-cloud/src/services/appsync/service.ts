import type { Server as HttpServer, IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { AmplifyAppSyncSimulator } from "@aws-amplify/amplify-appsync-simulator";
import { AwsError } from "../../errors.ts";
import { requiredPermissions } from "../../iam/actions/registry.ts";
import { isSigned } from "../../iam/signature/claim.ts";
import { headerOf, type RawRequest } from "../../iam/signature/rawRequest.ts";
import type { Signatures } from "../../iam/signature/signatures.ts";
import type { Authorize, HttpReply, Place } from "../../service.ts";
import type { CheckToken } from "../cognito/tokens.ts";
import { limitExecution } from "./execution.ts";
import { limits } from "./limits.ts";
import { guardRealtime, type Headers, type RealtimeServer } from "./realtime.ts";

/** The parts of the simulator's own server that serve without listening. */
interface SimulatorServer {
  _httpServer: HttpServer;
  _operationServer: { app: (request: IncomingMessage, response: ServerResponse) => void };
  _realTimeSubscriptionServer: {
    start(): void;
    stop(): Promise<void>;
    realtimeServer: RealtimeServer;
  };
}

export interface AppSync {
  /**
   * Checks that a request is rightly signed and its caller may use every field it asks for, or that it bears a user's
   * token; what that user may do is the resolvers' business.
   */
  admit(request: RawRequest, body: Buffer): void;
  /** Hands an HTTP request, its body read already, to the simulator. */
  serve(request: IncomingMessage, body: Buffer, response: ServerResponse): void;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  formatError(error: AwsError): HttpReply;
  stop(): Promise<void>;
}

export interface AppSyncDeps {
  simulator: AmplifyAppSyncSimulator;
  apiId: string;
  authorize: Authorize;
  checkToken: CheckToken;
  signatures: Pick<Signatures, "callerOf">;
  place: Place;
  log(message: string): void;
}

export function createAppSync(deps: AppSyncDeps): AppSync {
  const { simulator, apiId, authorize, checkToken, signatures, place } = deps;
  const server = (simulator as unknown as { _server: SimulatorServer })._server;
  const admit = (request: RawRequest, body: string | Buffer, asks = true) => {
    // The simulator takes whatever begins like a signature for one, and any token it can decode.
    if (!isSigned(request)) return checkToken(headerOf(request, "authorization"));
    const caller = signatures.callerOf(request, "appsync", body);
    if (!asks) return;
    const input = { ...parse(body), apiId };
    for (const { action, resource } of requiredPermissions("appsync", "GraphQL", input, place))
      authorize(caller, action, resource);
  };
  const { realtimeServer } = server._realTimeSubscriptionServer;
  guardRealtime(realtimeServer, {
    admit: (headers, path, body) =>
      admit({ method: "POST", target: path, headers: inLowerCase(headers) }, body, path === "/graphql"),
    log: deps.log,
  });
  server._realTimeSubscriptionServer.start();
  return {
    admit(request, body) {
      admit(request, body);
      // AWS says the limit, and not how it refuses what is over it.
      if (body.length > limits.requestBytes)
        throw new AwsError("PayloadTooLargeException", `A request may have ${limits.requestBytes} bytes.`, {
          status: 413,
        });
    },
    serve(request, body, response) {
      limitExecution(response, limits.executionMs);
      request.url = "/graphql";
      // The body has been read; express takes one that is parsed already.
      Object.assign(request, { body: parse(body), _body: true });
      server._operationServer.app(request, response);
    },
    upgrade(request, socket, head) {
      request.url = realtimeUrl(request);
      // Every subscription brings an authorization of its own, which is checked when it starts.
      request.headers["sec-websocket-protocol"] = "graphql-ws";
      server._httpServer.emit("upgrade", request, socket, head);
    },
    formatError: (error) => ({
      status: error.code === "AccessDeniedException" ? 403 : error.status,
      headers: { "content-type": "application/json", "x-amzn-errortype": error.code },
      body: JSON.stringify({ errors: [{ errorType: error.code, message: error.message }] }),
    }),
    async stop() {
      await server._realTimeSubscriptionServer.stop();
      // A page that is still open would hold its socket, and with it the port.
      for (const socket of realtimeServer.webSocketServer.clients) socket.terminate();
    },
  };
}

const inLowerCase = (headers: Headers): RawRequest["headers"] =>
  Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]);

/**
 * AppSync takes a socket's authorization as a subprotocol `header-<base64url JSON>`; the simulator wants it, in plain
 * base64, as a query parameter.
 * https://docs.aws.amazon.com/appsync/latest/devguide/real-time-websocket-client.html
 */
function realtimeUrl(request: IncomingMessage): string {
  const url = new URL(request.url ?? "/", "http://localhost");
  const protocols = (request.headers["sec-websocket-protocol"] ?? "").split(",").map((name) => name.trim());
  const header = protocols.find((name) => name.startsWith("header-"))?.slice("header-".length);
  if (header) url.searchParams.set("header", Buffer.from(header, "base64url").toString("base64"));
  if (!url.searchParams.has("payload")) url.searchParams.set("payload", "e30=");
  return `/graphql/realtime${url.search}`;
}

function parse(body: string | Buffer): Record<string, any> {
  try {
    return Object(JSON.parse(body.toString()));
  } catch {
    throw new AwsError("BadRequestException", "The request's body isn't JSON.");
  }
}
