/**
 * A WebSocket class that opens the realtime socket of a plain-http GraphQL endpoint without TLS.
 * aws-amplify writes `wss://` whatever the endpoint's scheme; every other address is left alone.
 */
export const plainRealtime = (socket: typeof WebSocket, graphqlUrl: string): typeof WebSocket => {
  const plain = `${graphqlUrl.replace(/^http:/, "ws:")}/realtime`;
  const forced = plain.replace(/^ws:/, "wss:");

  return class extends socket {
    constructor(url: string | URL, protocols?: string | string[]) {
      const asked = String(url);
      super(asked.startsWith(forced) ? plain + asked.slice(forced.length) : asked, protocols);
    }
  };
};
