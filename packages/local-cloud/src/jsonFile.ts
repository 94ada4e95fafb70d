import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** A value kept in one small JSON file, replaced as a whole: a crash leaves the old file or the new one. */
export interface JsonFile<T> {
  value: T;
  save(): void;
}

/** Throws, naming the file, when it holds something that isn't JSON. */
export function jsonFile<T>(path: string, initial: T): JsonFile<T> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const file: JsonFile<T> = {
    value: read(path) ?? initial,
    save() {
      const aside = `${path}.${randomUUID()}`;
      writeFileSync(aside, JSON.stringify(file.value, null, 2), { mode: 0o600, flush: true });
      renameSync(aside, path);
    },
  };
  return file;

  function read(path: string): T | undefined {
    let text: string;
    try {
      text = readFileSync(path, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    }
    try {
      return JSON.parse(text) as T;
    } catch (cause) {
      throw new Error(
        `${path} is damaged: it isn't JSON. Start with --fresh, or put the file back from a copy.`,
        { cause },
      );
    }
  }
}
