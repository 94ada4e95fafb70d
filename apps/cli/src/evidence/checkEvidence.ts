import { paginateScan } from "@aws-sdk/client-dynamodb";
import { type CheckedChain, checkChain } from "@holdfast/restore-check";
import * as v from "valibot";
import type { Cloud } from "../cloud.ts";
import type { Table } from "../tables.ts";
import { Entry } from "./entry.ts";
import { evidenceFiles } from "./read.ts";

export interface CheckedEvidence extends CheckedChain {
  /** Verdicts that the Protection page shows and the evidence has just so. */
  agreeing: number;
  /** Verdicts recorded before there was evidence: nothing stands for them. */
  older: number;
  read: Entry[];
}

/** Follows the chain, and holds the recorded verdicts against it: neither may say what the other doesn't. */
export async function checkEvidence(
  cloud: Cloud,
  verifications: Table | undefined,
): Promise<CheckedEvidence> {
  const problems: CheckedChain["problems"] = [];
  const read: Entry[] = [];
  const hashes = new Map<number, { hash: string; entry: Entry }>();
  const chain = await checkChain(
    evidenceFiles(cloud, (problem) => problems.push(problem)),
    (entry, hash) => {
      const known = v.safeParse(Entry, entry);
      if (!known.success) {
        problems.push({
          entry: String(entry.sequence),
          sentence: `It isn't an entry of this version: ${known.issues[0].message}.`,
        });
        return;
      }
      read.push(known.output);
      hashes.set(entry.sequence, { hash, entry: known.output });
    },
  );
  problems.unshift(...chain.problems);
  let agreeing = 0;
  let older = 0;
  const shown = new Set<number>();
  if (verifications) {
    for await (const page of paginateScan({ client: cloud.dynamoDb }, { TableName: verifications.table })) {
      for (const { id, verdict, evidenceSequence, evidenceHash } of page.Items ?? []) {
        if (!evidenceSequence?.N) {
          older++;
          continue;
        }
        const sequence = Number(evidenceSequence.N);
        const there = hashes.get(sequence);
        shown.add(sequence);
        if (there?.hash === evidenceHash?.S && there?.entry.verdict === verdict?.S) agreeing++;
        else
          problems.push({
            entry: String(sequence),
            sentence: `The recorded verdict ${id?.S} says ${verdict?.S}, and the evidence ${there ? `says ${there.entry.verdict} or is another` : "has no such entry"}: one of the two was altered.`,
          });
      }
    }
    // A step that was tried again may have added its entry twice: the row names one of them.
    for (const same of Map.groupBy(read, keyOf).values()) {
      const [entry] = same;
      if (entry?.kind !== "table" || same.some(({ sequence }) => shown.has(sequence))) continue;
      problems.push({
        entry: String(entry.sequence),
        sentence: `The verdict on ${entry.modelName} of run ${entry.runId} is not recorded any more: its row was removed.`,
      });
    }
  }
  return { entries: chain.entries, head: chain.head, problems, agreeing, older, read };
}

const keyOf = (entry: Entry) => `${entry.runId} ${entry.kind === "table" ? entry.modelName : ""}`;
