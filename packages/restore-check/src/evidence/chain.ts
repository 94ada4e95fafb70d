import { hash } from "node:crypto";

/** The entry before the first. */
const nothing = "0".repeat(64);
const format = "holdfast evidence 1";

/** What every entry says of itself, besides its own content. */
export interface EvidenceHead {
  format: typeof format;
  /** From 1, without gaps. */
  sequence: number;
  /** SHA-256 of the file of the entry before, in hex: `sha256sum` shows it, too. */
  previousHash: string;
}

/** An entry as it is kept: one file, and nothing of it is ever changed. */
export interface SealedEntry {
  sequence: number;
  /** SHA-256 of the file, in hex: what the next entry names. */
  hash: string;
  bytes: Buffer;
}

/** Makes the file of the entry that follows another; of the first one when there is none. */
export function seal(content: object, previous?: Pick<SealedEntry, "sequence" | "hash">): SealedEntry {
  const head: EvidenceHead = {
    format,
    sequence: (previous?.sequence ?? 0) + 1,
    previousHash: previous?.hash ?? nothing,
  };
  const bytes = Buffer.from(`${JSON.stringify({ ...head, ...content }, null, 1)}\n`);
  return { sequence: head.sequence, hash: hashOf(bytes), bytes };
}

export const hashOf = (bytes: Uint8Array): string => hash("sha256", bytes, "hex");

/** Its files sort as they follow each other. */
export const entryName = (sequence: number): string => `${String(sequence).padStart(12, "0")}.json`;

export interface ChainProblem {
  /** The entry's number, or the file's name where it has none. */
  entry: string;
  sentence: string;
}

export interface CheckedChain {
  entries: number;
  /** The newest entry's: whoever noted it elsewhere knows whether entries are missing at the end. */
  head?: Pick<SealedEntry, "sequence" | "hash">;
  problems: ChainProblem[];
}

/**
 * Follows the chain from its first entry. A file that was altered, removed, added or moved shows: the hash that the
 * entry after it names is another's, or a number is missing. What was cut off at the end shows by the head alone.
 * @param files in the order of their names
 * @param onEntry is told of each entry that can be read, whether its place is right or not
 */
export async function checkChain(
  files: AsyncIterable<{ name: string; bytes: Buffer }> | Iterable<{ name: string; bytes: Buffer }>,
  onEntry: (entry: EvidenceHead & Record<string, unknown>, hash: string) => void = () => {},
): Promise<CheckedChain> {
  const problems: ChainProblem[] = [];
  let head: CheckedChain["head"];
  let entries = 0;
  for await (const { name, bytes } of files) {
    entries++;
    const sequence = (head?.sequence ?? 0) + 1;
    const entry = read(bytes);
    const hash = hashOf(bytes);
    const wrong = (sentence: string) => problems.push({ entry: name, sentence });
    if (!entry) {
      wrong("It can't be read as an entry: it was altered, or doesn't belong here.");
      head = { sequence: numberIn(name) ?? sequence, hash };
      continue;
    }
    if (name !== entryName(entry.sequence))
      wrong(`It says that it is entry ${entry.sequence}: it was moved or copied.`);
    else if (entry.sequence > sequence) wrong(`${missing(sequence, entry.sequence - 1)} before it: removed.`);
    else if (entry.previousHash !== (head?.hash ?? nothing))
      wrong(
        `It follows an entry with the hash ${short(entry.previousHash)}, and the one before it has ${short(head?.hash ?? nothing)}: one of the two was altered.`,
      );
    onEntry(entry, hash);
    head = { sequence: Math.max(entry.sequence, sequence), hash };
  }
  return { entries, ...(head && { head }), problems };
}

function read(bytes: Buffer): (EvidenceHead & Record<string, unknown>) | undefined {
  try {
    const entry = JSON.parse(bytes.toString());
    const isEntry =
      entry?.format === format && Number.isInteger(entry.sequence) && typeof entry.previousHash === "string";
    return isEntry ? entry : undefined;
  } catch {
    return undefined;
  }
}

const numberIn = (name: string) => (/^\d{12}\.json$/.test(name) ? Number(name.slice(0, 12)) : undefined);
const short = (hash: string) => `${hash.slice(0, 12)}…`;
const missing = (first: number, last: number) =>
  first === last ? `Entry ${first} is missing` : `Entries ${first} to ${last} are missing`;
