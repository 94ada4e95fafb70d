import { type Answer, worstOf } from "../report.ts";
import type { Encryption, IndexShape, KeyAttribute } from "../shape.ts";
import type { Check } from "./check.ts";

/**
 * The same key, the same indexes, and the encryption the restore was asked for. Keys and local indexes are as old as
 * their table; global ones come and go: where one differs, AWS has no record of how it was when the backup was made.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LSI.html
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.OnlineOps.html
 */
export const structure: Check = {
  run: ({ shape: { live, restored, askedEncryption } }) => {
    const answers: Answer[] = [];
    if (keyText(live.key) !== keyText(restored.key)) {
      const sentence = `The key is ${keyText(restored.key)}, where the live table has ${keyText(live.key)}.`;
      answers.push(failed("key", sentence));
    }
    for (const name of new Set([...live.indexes, ...restored.indexes].map((index) => index.name)))
      answers.push(...indexAnswers(name, find(live.indexes, name), find(restored.indexes, name)));
    if (!isAsAsked(restored.encryption, askedEncryption)) {
      const sentence = `The encryption is ${encryptionText(restored.encryption)}, where ${encryptionText(askedEncryption)} was asked for.`;
      answers.push(failed("encryption", sentence));
    }
    return {
      outcome: worstOf(answers),
      findings: answers.flatMap(({ findings }) => findings),
    };
  },
};

function failed(subject: string, sentence: string): Answer {
  return { outcome: "FAILED", findings: [{ severity: "ERROR", subject, sentence }] };
}

function indexAnswers(
  subject: string,
  live: IndexShape | undefined,
  restored: IndexShape | undefined,
): Answer[] {
  const [is, was] = [indexText(restored), indexText(live)];
  if (is === was) return [];
  const differs = `The index is ${is}, where the live table has ${was}`;
  if (live?.kind === "local" || restored?.kind === "local") return [failed(subject, `${differs}.`)];
  if (!live) {
    const sentence = `${differs}: it was removed since the recovery point. What the live table has is there.`;
    return [{ outcome: "PASSED", findings: [{ severity: "INFO", subject, sentence }] }];
  }
  const since = restored ? "made anew" : "added";
  const sentence = `${differs}: it was ${since} since the recovery point, or it did not come back; which can't be proven, because AWS keeps no record of a recovery point's indexes. Verify the next backup; in an emergency, the index can be made of the items that are there.`;
  return [{ outcome: "COULD_NOT_RUN", findings: [{ severity: "ERROR", subject, sentence }] }];
}

function keyText(key: KeyAttribute[]): string {
  return key.map(({ name, role, type }) => `${name} (${type}, ${role})`).join(", ");
}

const find = (indexes: IndexShape[], name: string) => indexes.find((candidate) => candidate.name === name);

function indexText(index: IndexShape | undefined): string {
  return index ? `${index.kind} on ${keyText(index.key)}, projecting ${index.projection}` : "absent";
}

function isAsAsked(is: Encryption, asked: Encryption): boolean {
  return is.type === asked.type && (asked.keyArn === undefined || is.keyArn === asked.keyArn);
}

function encryptionText({ type, keyArn }: Encryption): string {
  return keyArn ? `${type} with ${keyArn}` : type;
}
