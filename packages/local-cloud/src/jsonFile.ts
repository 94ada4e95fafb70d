import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** A value kept in one small JSON file, replaced as a whole: a crash leaves the old file or the new one. */
export interface JsonFile<T> {
  value: T;
  /** As the file is written otherwise, unless this says how. */
  save(writing?: Writing): void;
}

/** What a file has to hold: `list`, an object, or an object with an `id`. */
export type Shape = "list" | "object" | "record";

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const shapes: Record<Shape, { fits: (value: unknown) => boolean; described: string }> = {
  list: { fits: (value) => Array.isArray(value) && value.every(isObject), described: "a list of objects" },
  object: { fits: isObject, described: "an object" },
  record: {
    fits: (value) => isObject(value) && typeof value.id === "string",
    described: "an object with an id",
  },
};

export interface Writing {
  /**
   * Whether a saved value survives the machine's own crash, which costs the disk's time. Without it a value survives
   * every end of the process: that is enough for what tells how things went, and not for keys and what they open.
   */
  flush?: boolean;
}

/** Throws, naming the file, when it holds something that isn't JSON or isn't of that shape. */
export function jsonFile<T>(
  path: string,
  initial: T,
  shape: Shape = "object",
  otherwise: Writing = {},
): JsonFile<T> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const file: JsonFile<T> = {
    value: read(path) ?? initial,
    save({ flush = otherwise.flush ?? true } = otherwise) {
      const aside = `${path}.${randomUUID()}`;
      writeFileSync(aside, JSON.stringify(file.value, null, 2), { mode: 0o600, flush });
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
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (cause) {
      throw damaged("it isn't JSON", cause);
    }
    const { fits, described } = shapes[shape];
    if (!fits(value)) throw damaged(`it doesn't hold ${described}`);
    return value as T;
  }

  function damaged(fault: string, cause?: unknown): Error {
    return new Error(`${path} is damaged: ${fault}. Start with --fresh, or put the file back from a copy.`, {
      cause,
    });
  }
}
