import { readFromCommits } from "./fromCommit.ts";
import type { Read } from "./readPolicy.ts";

// A process of its own, made by readPolicy.ts: it runs the team's module, tells its policy or what it threw, and
// lives until it was heard.

const [url = "", root] = process.argv.slice(2);
process.on("disconnect", () => process.exit());
process.channel?.ref();

async function read(): Promise<Read> {
  try {
    if (root) readFromCommits(root);
    const module = await import(url);
    return { policy: module.policy ?? module.default };
  } catch (error) {
    const { name, message, refusals, policy } = error as Error & Read;
    return {
      error: { name, message },
      ...(refusals && { refusals, ...(policy !== undefined && { policy }) }),
    };
  }
}

process.send?.(await read());
