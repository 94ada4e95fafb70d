import {
  checkPolicy,
  type Finding,
  type Policy,
  refusalSentence,
  shapePolicy,
} from "@holdfast/backup-policy";
import { CouldNotRun } from "../errors.ts";
import type { World } from "../world.ts";
import type { Commit } from "./git.ts";
import { otherVersion } from "./readPolicy.ts";

/** What a policy is compared with. */
export interface Base {
  policy: Policy;
  /** The laws that it breaks: they may have come later than it did. */
  broken: Finding[];
}

/**
 * The policy of a commit. Its shape has to be this version's; laws don't matter to how two policies differ.
 * @throws CouldNotRun when it is in another version of the policy's language
 */
export async function basePolicy(
  { readPolicy }: Pick<World, "readPolicy">,
  file: string,
  commit: Commit & { ref: string },
): Promise<Base> {
  const read = await readPolicy(file, commit);
  const shape = read.policy ? shapePolicy(read.policy) : { refusals: read.refusals };
  if ("policy" in shape) {
    const broken = checkPolicy(shape.policy).filter(({ severity }) => severity === "error");
    return { policy: shape.policy, broken };
  }
  const { refusals } = shape;
  throw new CouldNotRun(
    [
      `The policy of ${commit.ref} is written in another version of the policy's language, so nothing is compared:`,
      ...refusals.map((refusal) => `- ${refusalSentence(refusal)}`),
    ].join("\n"),
    { next: otherVersion(file) },
  );
}
