import { ConnectionState } from "aws-amplify/api";
import { describe, expect, it } from "vitest";
import { effectScope } from "vue";
import type { Client } from "./client.ts";
import { connections, useConnection } from "./connection.ts";

describe("useConnection", () => {
  it("knows every state aws-amplify reports", () => {
    expect(Object.keys(connections).sort()).toEqual(Object.values(ConnectionState).sort());
  });

  it("follows the connection until its scope ends", () => {
    let tell: (capsule: object) => void = () => {};
    let stopped = false;
    const listen = (_channel: string, listener: (capsule: object) => void) => {
      tell = listener;
      return () => {
        stopped = true;
      };
    };
    const scope = effectScope();
    const connection = scope.run(() => useConnection({ listen } as unknown as Client["events"]))!;
    expect(connection.value).toBe("idle");
    tell({ payload: { event: "ConnectionStateChange", data: { connectionState: "ConnectionDisrupted" } } });
    expect(connection.value).toBe("offline");
    tell({ payload: { event: "Subscription ack", data: { query: "" } } });
    expect(connection.value).toBe("offline");
    scope.stop();
    expect(stopped).toBe(true);
  });
});
