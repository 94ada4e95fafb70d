import { realpathSync } from "node:fs";
import { basename, dirname } from "node:path";
import { createServer } from "vite";

const [root, port, cacheDir] = process.argv.slice(2) as [string, string, string];

// The parent's end, even a sudden one, is the end of this server: the port must be free for the next start.
process.on("disconnect", () => process.exit());
process.on("SIGINT", () => {});

/** Globs for all of the data folder but Vite's cache, by each name it has: its keys are no part of the site. */
function besideCache(): string[] {
  const data = dirname(cacheDir);
  const others = `!(${basename(cacheDir)})`;
  return [...new Set([data, realpathSync(data)])].flatMap((path) => {
    const literal = path.replaceAll("\\", "/").replace(/[!*?()[\]{}+@|^$]/g, "\\$&");
    return [`${literal}/${others}`, `${literal}/${others}/**`];
  });
}

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
      // Adds to what the site's own configuration allows and denies.
      fs: { allow: [cacheDir], deny: besideCache() },
      warmup: { clientFiles: ["./src/main.ts"] },
    },
  });
  await server.listen();
  process.send?.({ ready: true });
} catch (error) {
  process.send?.({ error: error instanceof Error ? error.message : String(error) });
}
