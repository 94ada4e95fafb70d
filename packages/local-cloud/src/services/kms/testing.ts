import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { AwsError } from "../../errors.ts";
import type { Place, Principal, Service } from "../../service.ts";

export const place: Place = { accountId: "123456789012", region: "us-east-1", partition: "aws" };
export const root: Principal = { arn: "arn:aws:iam::123456789012:root", accountId: place.accountId };

/** What an SDK client needs to reach a service that `serve` answers for. */
export interface Served {
  connection: {
    endpoint: string;
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
    maxAttempts: number;
  };
  close(): Promise<void>;
}

/** One service on a port of its own, called by `caller`. */
export async function serve(service: Service, caller: Principal = root): Promise<Served> {
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const url = new URL(incoming.url!, "http://localhost");
    const request = {
      method: incoming.method!,
      path: url.pathname,
      query: url.searchParams,
      headers: incoming.headers as Record<string, string>,
      body: Buffer.concat(chunks),
    };
    const reply = await service.handle(request, caller).catch((error) => {
      if (error instanceof AwsError) return service.formatError(error);
      return { status: 500, headers: {}, body: String(error.stack) };
    });
    outgoing.writeHead(reply.status, reply.headers).end(reply.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    connection: {
      endpoint: `http://127.0.0.1:${port}`,
      region: place.region,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
      maxAttempts: 1,
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
