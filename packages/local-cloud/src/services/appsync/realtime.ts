import { AwsError } from "../../errors.ts";
import { limits } from "./limits.ts";

/** A part of the simulator's own socket server: what of it can be put between client and resolvers. */
export interface RealtimeServer {
  webSocketServer: { clients: Iterable<{ terminate(): void }> };
  options: { onConnectHandler(connection: Connection, headers: Headers): Promise<void> };
  onMessage(connection: Connection, message: string): unknown;
  onConnectionInit(connection: Connection): void;
  onSubscriptionStart(connection: Connection, message: StartMessage): Promise<void>;
  sendMessage(connection: Connection, id: string | undefined, type: string, payload: unknown): void;
}

interface Connection {
  subscriptions: Map<string, unknown>;
  isConnectionInitialized: boolean;
  pingIntervalHandle?: NodeJS.Timeout | null;
  request: { headers: { host?: string } };
  socket: { close(): void };
}

interface StartMessage {
  id: string;
  payload: { data: string; extensions?: { authorization?: Headers } };
}

export type Headers = Record<string, string>;

/** Throws unless what a socket brings as its authorization is one: for `/graphql/connect`, then for each subscription. */
export type Admit = (headers: Headers, path: "/graphql/connect" | "/graphql", body: string) => void;

/** To sign a connection is to sign this body. */
const CONNECT_BODY = "{}";
const keepAliveMs = 60_000;
/** Clients give up a connection on which they have heard nothing for so long. */
const connectionTimeoutMs = 300_000;

/**
 * Lets through what AppSync lets through: the simulator itself believes whatever looks like an authorization.
 * https://docs.aws.amazon.com/appsync/latest/devguide/real-time-websocket-client.html
 */
export function guardRealtime(
  server: RealtimeServer,
  { admit, log }: { admit: Admit; log: (message: string) => void },
): void {
  const { onMessage, onSubscriptionStart, sendMessage } = server;
  const refused = new WeakMap<Connection, AwsError>();

  function refusalOf({ request }: Connection, headers: Headers, path: Parameters<Admit>[1], body: string) {
    try {
      if (headers.host !== request.headers.host)
        throw unauthorized(`The authorization is for the host ${headers.host}.`);
      admit(headers, path, body);
      return undefined;
    } catch (error) {
      if (error instanceof AwsError) return error;
      throw error;
    }
  }

  server.options.onConnectHandler = async (connection, headers) => {
    const refusal = refusalOf(connection, headers, "/graphql/connect", CONNECT_BODY);
    // AppSync says so in answer to the first message: a socket's opening can't carry a reason.
    if (refusal) refused.set(connection, refusal);
  };
  server.onConnectionInit = (connection) => {
    const refusal = refused.get(connection);
    if (!refusal) return acknowledge(connection);
    server.sendMessage(connection, undefined, "connection_error", errors(refusal));
    connection.socket.close();
  };
  /** The simulator's own would begin two timers and end one. */
  function acknowledge(connection: Connection): void {
    connection.isConnectionInitialized = true;
    server.sendMessage(connection, undefined, "connection_ack", { connectionTimeoutMs });
    const sendKeepAlive = () => server.sendMessage(connection, undefined, "ka", undefined);
    clearInterval(connection.pingIntervalHandle ?? undefined);
    connection.pingIntervalHandle = setInterval(sendKeepAlive, keepAliveMs).unref();
  }

  server.sendMessage = (connection, id, type, payload) => {
    const isTooLarge = Buffer.byteLength(JSON.stringify(payload) ?? "") > limits.messageBytes;
    if (type !== "data" || !isTooLarge) return sendMessage(connection, id, type, payload);
    log(
      `A subscriber isn't told: the message has more than ${limits.messageBytes} bytes. AWS says nothing of it.`,
    );
  };
  server.onSubscriptionStart = async (connection, message) => {
    const { data, extensions } = message.payload;
    const refusal =
      refused.get(connection) ??
      crowded(connection, message) ??
      refusalOf(connection, extensions?.authorization ?? {}, "/graphql", data);
    if (!refusal) return onSubscriptionStart(connection, message);
    server.sendMessage(connection, message.id, "error", errors(refusal));
  };
  server.onMessage = async (connection, message) => {
    try {
      await onMessage(connection, message);
    } catch (error) {
      const refusal = new AwsError("BadRequestException", (error as Error).message);
      server.sendMessage(connection, undefined, "error", errors(refusal));
    }
  };
}

/** https://github.com/aws-amplify/aws-appsync-realtime-client-ios and amplify-js know both by name. */
function crowded({ subscriptions }: Connection, { id }: StartMessage): AwsError | undefined {
  const most = limits.subscriptionsPerConnection;
  if (subscriptions.has(id))
    return new AwsError("DuplicatedOperationError", `There is a subscription ${id} on this connection.`);
  if (subscriptions.size < most) return undefined;
  return new AwsError("MaxSubscriptionsReachedError", `Max number of ${most} subscriptions reached`);
}

const unauthorized = (message: string) => new AwsError("UnauthorizedException", message, { status: 401 });

// https://github.com/aws-amplify/amplify-flutter/issues/2763 shows one.
const errors = ({ code, message, status }: AwsError) => ({
  errors: [{ errorType: code, message: message.split("\n", 1)[0], errorCode: status }],
});
