import type { CheckInput, Side } from "../input.ts";
import type { Key } from "../item.ts";
import type { Difference, Judged } from "./difference.ts";
import { explain } from "./explain.ts";
import { join } from "./join.ts";

const BATCH = 1000;

/**
 * Reads the items of these keys again, consistently, and names the cause of each that still differs: a scan may have
 * missed a write that was under way. Those that turn out to be equal, or gone from both sides, are left out.
 * Restored-only items get further chances, because a deletion is recorded a little after it happens.
 */
export async function lookAgain(keys: readonly Key[], input: CheckInput): Promise<Judged[]> {
  let judged: Judged[] = [];
  for (let read = 0; read < keys.length; read += BATCH) {
    judged.push(...(await explain(await reread(keys.slice(read, read + BATCH), input), input)));
  }
  for (const seconds of input.secondLook.waits) {
    const extra = judged.filter(({ cause }) => cause === "extra").map(({ difference }) => difference);
    if (extra.length === 0) break;
    await input.secondLook.sleep(seconds);
    judged = [...judged.filter(({ cause }) => cause !== "extra"), ...(await explain(extra, input))];
  }
  return judged;
}

async function reread(keys: readonly Key[], { secondLook, shape }: CheckInput): Promise<Difference[]> {
  const read = async function* (side: Side) {
    yield* await secondLook.reread(side, keys);
  };
  const keyNames = shape.live.key.map(({ name }) => name);
  return (await join(read("live"), read("restored"), keyNames)).differences;
}
