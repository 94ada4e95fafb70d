import { createServer } from "vite";

const [root, port, cacheDir] = process.argv.slice(2);

// The parent's end, even a sudden one, is the end of this server: the port must be free for the next start.
process.on("disconnect", () => process.exit());
process.on("SIGINT", () => {});

try {
  const server = await createServer({
    root,
    cacheDir,
    clearScreen: false,
    logLevel: "warn",
    server: {
      host: "127.0.0.1",
      port: Number(port),
      strictPort: true,
      warmup: { clientFiles: ["./src/main.ts"] },
    },
  });
  await server.listen();
  process.send?.({ ready: true });
} catch (error) {
  process.send?.({ error: error instanceof Error ? error.message : String(error) });
}
