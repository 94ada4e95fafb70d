import { writeFileSync } from "node:fs";
import { startLocalCloud } from "./localCloud.ts";

/** The process that `forkCloud` starts. */
const [assembly, dataDir, dynamodbUrl] = process.argv.slice(2);
const { endpoint, region, credentials } = await startLocalCloud({
  assembly: assembly!,
  dataDir: dataDir!,
  dynamodbUrl,
});

/** As the system counts it, all of it: pages of files that are mapped, too. */
process.on("message", () => {
  // In kilobytes, whatever the system's own unit is.
  process.send!({ now: process.memoryUsage.rss(), peak: 1024 * process.resourceUsage().maxRSS });
  // On Linux it counts the peak anew from here; https://man7.org/linux/man-pages/man5/proc_pid_clear_refs.5.html
  if (process.platform === "linux") writeFileSync("/proc/self/clear_refs", "5");
});
process.on("disconnect", () => process.exit());
process.send!({ endpoint, region, credentials });
