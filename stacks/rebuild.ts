import { resolve } from "node:path";
import { rebuild } from "./bundles/rebuild.ts";

/** What the process is asked, by messages, one after the other. */
interface Asked {
  from: string;
  to: string;
  changed: string[];
}

// Bundles functions again without a synthesis, for as long as it is wanted: what started it sends messages.
if (!process.send) {
  process.stderr.write("This is started by `holdfast up`, which tells it what to bundle.\n");
  process.exitCode = 1;
}
const root = resolve(import.meta.dirname, "..");
process.chdir(root);
process.on("message", async (asked: Asked) => {
  try {
    process.send?.({ made: await rebuild({ root, ...asked }) });
  } catch (error) {
    process.send?.({ error: (error as Error).message });
  }
});
process.on("disconnect", () => process.exit());
