import { startLocalCloud } from "./localCloud.ts";

/** The process that `forkCloud` starts. */
const [assembly, dataDir, dynamodbUrl] = process.argv.slice(2);
const { endpoint, region, credentials } = await startLocalCloud({
  assembly: assembly!,
  dataDir: dataDir!,
  dynamodbUrl,
});

let peak = 0;
process.on("message", (asked: string) => {
  // A loop that is busy samples late, and memory that was taken stays taken for longer than that.
  if (asked === "watch") setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 5);
  process.send!({ rss: process.memoryUsage.rss(), peak });
});
process.on("disconnect", () => process.exit());
process.send!({ endpoint, region, credentials });
