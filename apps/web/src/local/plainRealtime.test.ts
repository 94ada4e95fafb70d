import { describe, expect, it } from "vitest";
import { plainRealtime } from "./plainRealtime.ts";

const opened = (url: string | URL) => {
  const calls: unknown[][] = [];
  class Recorder {
    constructor(...args: unknown[]) {
      calls.push(args);
    }
  }
  const Socket = plainRealtime(Recorder as unknown as typeof WebSocket, "http://127.0.0.1:4000/graphql");
  new Socket(url, ["graphql-ws", "header-abc"]);
  return calls[0];
};

describe("plainRealtime", () => {
  it.each(["", "?header=abc"])("opens the API's own realtime socket without TLS (query %j)", (query) => {
    expect(opened(`wss://127.0.0.1:4000/graphql/realtime${query}`)).toEqual([
      `ws://127.0.0.1:4000/graphql/realtime${query}`,
      ["graphql-ws", "header-abc"],
    ]);
  });

  it("leaves every other socket as it is", () => {
    expect(opened(new URL("wss://example.com/graphql/realtime"))?.[0]).toBe(
      "wss://example.com/graphql/realtime",
    );
  });
});
