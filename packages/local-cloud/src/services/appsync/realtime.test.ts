import { afterEach, expect, test, vi } from "vitest";
import { guardRealtime, type RealtimeServer } from "./realtime.ts";

afterEach(() => vi.useRealTimers());

test("says every minute that the connection is alive, until it is closed", () => {
  vi.useFakeTimers();
  const sent: [string, unknown][] = [];
  const server = {
    options: {},
    sendMessage: (_: unknown, __: unknown, type: string, payload: unknown) => void sent.push([type, payload]),
  } as unknown as RealtimeServer;
  guardRealtime(server, { admit() {}, log() {} });
  const connection = { subscriptions: new Map(), request: { headers: {} } } as never as Parameters<
    RealtimeServer["onConnectionInit"]
  >[0];
  server.onConnectionInit(connection);
  expect(sent).toEqual([["connection_ack", { connectionTimeoutMs: 300_000 }]]);
  vi.advanceTimersByTime(121_000);
  expect(sent.slice(1)).toEqual([
    ["ka", undefined],
    ["ka", undefined],
  ]);
  clearInterval(connection.pingIntervalHandle!);
  vi.advanceTimersByTime(121_000);
  expect(sent).toHaveLength(3);
});
