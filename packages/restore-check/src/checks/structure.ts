import type { Finding } from "../report.ts";
import type { Encryption, IndexShape, KeyAttribute } from "../shape.ts";
import type { Check } from "./check.ts";

/** The same key, the same indexes, and the encryption the restore was asked for. */
export const structure: Check = {
  run: ({ shape: { live, restored, askedEncryption } }) => {
    const problems: { subject: string; sentence: string }[] = [];
    if (keyText(live.key) !== keyText(restored.key)) {
      const sentence = `The key is ${keyText(restored.key)}, where the live table has ${keyText(live.key)}.`;
      problems.push({ subject: "key", sentence });
    }
    for (const name of new Set([...live.indexes, ...restored.indexes].map((index) => index.name))) {
      const [is, was] = [find(restored.indexes, name), find(live.indexes, name)];
      if (is !== was)
        problems.push({ subject: name, sentence: `The index is ${is}, where the live table has ${was}.` });
    }
    if (!isAsAsked(restored.encryption, askedEncryption)) {
      const sentence = `The encryption is ${encryptionText(restored.encryption)}, where ${encryptionText(askedEncryption)} was asked for.`;
      problems.push({ subject: "encryption", sentence });
    }
    const findings = problems.map((problem): Omit<Finding, "check"> => ({ severity: "ERROR", ...problem }));
    return { outcome: problems.length > 0 ? "FAILED" : "PASSED", findings };
  },
};

function keyText(key: KeyAttribute[]): string {
  return key.map(({ name, role, type }) => `${name} (${type}, ${role})`).join(", ");
}

function find(indexes: IndexShape[], name: string): string {
  const index = indexes.find((candidate) => candidate.name === name);
  return index ? `${index.kind} on ${keyText(index.key)}, projecting ${index.projection}` : "absent";
}

function isAsAsked(is: Encryption, asked: Encryption): boolean {
  return is.type === asked.type && (asked.keyArn === undefined || is.keyArn === asked.keyArn);
}

function encryptionText({ type, keyArn }: Encryption): string {
  return keyArn ? `${type} with ${keyArn}` : type;
}
