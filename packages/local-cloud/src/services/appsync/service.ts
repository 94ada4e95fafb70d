import type { Server as HttpServer, IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { AmplifyAppSyncSimulator } from "@aws-amplify/amplify-appsync-simulator";
import { AwsError } from "../../errors.ts";
import { requiredPermissions } from "../../iam/actions/registry.ts";
import type { Authorize, HttpReply, Place, Principal } from "../../service.ts";
import type { CheckToken } from "../cognito/tokens.ts";

/** The parts of the simulator's own server that serve without listening. */
interface SimulatorServer {
  _httpServer: HttpServer;
  _operationServer: { app: (request: IncomingMessage, response: ServerResponse) => void };
  _realTimeSubscriptionServer: {
    start(): void;
    stop(): Promise<void>;
    realtimeServer: { options: SocketHandlers };
  };
}

interface SocketHandlers {
  onSubscribeHandler(
    document: unknown,
    variables: unknown,
    headers: Record<string, string>,
    request: unknown,
  ): Promise<unknown>;
}

export interface AppSync {
  /** Checks a signed caller's permissions, field by field. */
  authorize(body: Buffer, caller: Principal): void;
  /** Checks that a user's token is one; what its user may do is the resolvers' business. */
  checkToken: CheckToken;
  /** Hands an HTTP request, its body read already, to the simulator. */
  serve(request: IncomingMessage, body: Buffer, response: ServerResponse): void;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  formatError(error: AwsError): HttpReply;
  stop(): Promise<void>;
}

interface AppSyncDeps {
  simulator: AmplifyAppSyncSimulator;
  apiId: string;
  authorize: Authorize;
  checkToken: CheckToken;
  place: Place;
}

export function createAppSync({ simulator, apiId, authorize, checkToken, place }: AppSyncDeps): AppSync {
  const server = (simulator as unknown as { _server: SimulatorServer })._server;
  checkSubscriptions(server._realTimeSubscriptionServer.realtimeServer.options, checkToken);
  server._realTimeSubscriptionServer.start();
  return {
    checkToken,
    authorize(body, caller) {
      const input = parse(body);
      for (const { action, resource } of requiredPermissions(
        "appsync",
        "GraphQL",
        { ...input, apiId },
        place,
      )) {
        authorize(caller, action, resource);
      }
    },
    serve(request, body, response) {
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
    stop: () => server._realTimeSubscriptionServer.stop(),
  };
}

/** Subscriptions are for users with a token; the simulator would only decode it. */
function checkSubscriptions(handlers: SocketHandlers, checkToken: CheckToken): void {
  const subscribe = handlers.onSubscribeHandler;
  handlers.onSubscribeHandler = async (document, variables, headers, request) => {
    try {
      checkToken(headers.Authorization ?? headers.authorization);
    } catch (error) {
      return { errors: [{ errorType: (error as Error).name, message: (error as Error).message }] };
    }
    return subscribe(document, variables, headers, request);
  };
}

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

function parse(body: Buffer): Record<string, any> {
  try {
    return Object(JSON.parse(body.toString("utf8")));
  } catch {
    throw new AwsError("BadRequestException", "The request's body isn't JSON.");
  }
}
