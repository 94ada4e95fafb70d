import type { CheckInput, SecondLook, Side } from "../input.ts";
import { type Difference, isExplained, type Judged } from "./difference.ts";
import { explain } from "./explain.ts";
import { join } from "./join.ts";

const BATCH = 1000;
/** Once this many differences are confirmed, reading more of them again would change nothing. */
const ENOUGH = 1000;

type Input = CheckInput & { secondLook: SecondLook };

/**
 * Reads the suspects again, consistently: a scan may have missed a write that was under way. Those that turn out
 * to be equal, or gone from both sides, are left out. Restored-only items get further chances, because a deletion
 * is recorded a little after it happens.
 */
export async function lookAgain(suspects: readonly Judged[], input: Input): Promise<Judged[]> {
  let judged: Judged[] = [];
  let read = 0;
  while (read < suspects.length && judged.filter((one) => !isExplained(one)).length < ENOUGH) {
    const batch = suspects.slice(read, read + BATCH).map(({ difference }) => difference);
    judged.push(...(await explain(await reread(batch, input), input)));
    read += batch.length;
  }
  judged.push(...suspects.slice(read));

  for (const seconds of input.secondLook.waits) {
    const extra = judged.filter(({ cause }) => cause === "extra").map(({ difference }) => difference);
    if (extra.length === 0) break;
    await input.secondLook.sleep(seconds);
    judged = [...judged.filter(({ cause }) => cause !== "extra"), ...(await explain(extra, input))];
  }
  return judged;
}

async function reread(differences: Difference[], { secondLook, shape }: Input): Promise<Difference[]> {
  const keys = differences.map(({ key }) => key);
  const read = async function* (side: Side) {
    yield* await secondLook.reread(side, keys);
  };
  const keyNames = shape.live.key.map(({ name }) => name);
  return (await join(read("live"), read("restored"), keyNames)).differences;
}
