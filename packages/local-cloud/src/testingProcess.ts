import { readFileSync } from "node:fs";
import { startLocalCloud } from "./localCloud.ts";

/** The process that `forkCloud` starts. */
const [assembly, dataDir, dynamodbUrl] = process.argv.slice(2);
const { endpoint, region, credentials } = await startLocalCloud({
  assembly: assembly!,
  dataDir: dataDir!,
  dynamodbUrl,
});

/** Without the pages of the tables' files that the system has in its cache: it takes them back when it needs them. */
function memory(): number {
  if (process.platform !== "linux") return process.memoryUsage.rss();
  return 1024 * Number(/^RssAnon:\s+(\d+)/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1]);
}

let peak = 0;
process.on("message", (asked: string) => {
  // A loop that is busy samples late, and memory that was taken stays taken for longer than that.
  if (asked === "watch") setInterval(() => (peak = Math.max(peak, memory())), 5);
  process.send!({ rss: memory(), peak });
});
process.on("disconnect", () => process.exit());
process.send!({ endpoint, region, credentials });
