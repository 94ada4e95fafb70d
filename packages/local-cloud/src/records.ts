import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type JsonFile, jsonFile, type Writing } from "./jsonFile.ts";

/** A folder of small JSON files, one a record, each replaced as a whole. All of it is in memory, too. */
export interface Records<T extends { id: string }> {
  get(id: string): T | undefined;
  list(): T[];
  save(record: T, writing?: Writing): void;
  remove(id: string): void;
}

/** Throws, naming the file, when one is damaged. What a crash left of a file being replaced is removed. */
export function records<T extends { id: string }>(folder: string, writing: Writing = {}): Records<T> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const files = new Map<string, JsonFile<T>>();
  for (const name of readdirSync(folder)) {
    if (!name.endsWith(".json")) {
      rmSync(join(folder, name), { recursive: true });
      continue;
    }
    const file = jsonFile<T>(join(folder, name), undefined as never, "record", writing);
    files.set(file.value.id, file);
  }
  return {
    get: (id) => files.get(id)?.value,
    list: () => [...files.values()].map(({ value }) => value),
    save(record, how = writing) {
      const file =
        files.get(record.id) ?? jsonFile(join(folder, `${record.id}.json`), record, "record", writing);
      file.value = record;
      file.save(how);
      files.set(record.id, file);
    },
    remove(id) {
      files.delete(id);
      rmSync(join(folder, `${id}.json`), { force: true });
    },
  };
}
