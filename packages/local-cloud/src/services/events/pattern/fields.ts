import { isObject } from "./branches.ts";

export type Leaf = string | number | boolean | null;

/** Which element of which array a field is in, by the array. */
export type Membership = ReadonlyMap<number, number>;

export interface Field {
  value: Leaf;
  within: Membership;
}

/** An event's leaves by their path. Arrays don't count in paths: each of their elements stands at the array's own. */
export function fieldsOf(event: object): Map<string, Field[]> {
  const fields = new Map<string, Field[]>();
  let arrays = 0;
  const add = (path: string, value: unknown, within: Membership): void => {
    if (Array.isArray(value)) {
      const array = arrays++;
      for (const [index, element] of value.entries()) {
        const nested = typeof element === "object" && element !== null;
        add(path, element, nested ? new Map(within).set(array, index) : within);
      }
    } else if (isObject(value)) {
      for (const [name, inner] of Object.entries(value))
        add(path === "" ? name : `${path}.${name}`, inner, within);
    } else if (value !== undefined) {
      fields.set(path, [...(fields.get(path) ?? []), { value: value as Leaf, within }]);
    }
  };
  add("", event, new Map());
  return fields;
}
