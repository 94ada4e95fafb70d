import { onScopeDispose, readonly, ref } from "vue";
import type { Client } from "./client.ts";

export type Connection = "idle" | "connecting" | "live" | "offline";

/** aws-amplify's connection states (`ConnectionState`) as a reader needs them. */
export const connections = {
  Connected: "live",
  ConnectedPendingDisconnect: "live",
  ConnectedPendingKeepAlive: "live",
  ConnectedPendingNetwork: "offline",
  Connecting: "connecting",
  ConnectionDisrupted: "offline",
  ConnectionDisruptedPendingNetwork: "offline",
  Disconnected: "idle",
} as const satisfies Record<string, Connection>;

export const useConnection = (events: Client["events"]) => {
  const connection = ref<Connection>("idle");
  const stop = events.listen("api", ({ payload: { event, data } }) => {
    const { connectionState } = (data ?? {}) as { connectionState?: keyof typeof connections };
    if (event === "ConnectionStateChange" && connectionState) connection.value = connections[connectionState];
  });
  onScopeDispose(stop);
  return readonly(connection);
};
