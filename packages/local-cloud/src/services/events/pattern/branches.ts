import { type Refuse, type ValueTest, valueTest } from "./values.ts";

/** What has to be true of an event's fields, by their path. All of it has to be: `$or` makes several branches. */
export type Branch = Map<string, ValueTest[]>;

/** Names that a field in `$or` can't have: https://github.com/aws/event-ruler/blob/main/src/main/software/amazon/event/ruler/Constants.java */
const reserved = new Set([
  ...[
    "exactly",
    "equals-ignore-case",
    "prefix",
    "suffix",
    "anything-but",
    "exists",
    "wildcard",
    "numeric",
    "cidr",
  ],
  ...["=", "<", "<=", ">", ">=", "regex", "not-wildcard", "not-equals-ignore-case"],
  ...["date-after", "date-on-or-after", "date-before", "date-on-or-before", "in-date-range"],
  ...["ip-address-in-range", "ip-address-not-in-range"],
]);

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A pattern as the branches of which an event has to fit one. */
export function branchesOf(pattern: unknown, refuse: Refuse): Branch[] {
  if (!isObject(pattern)) throw refuse("Filter is not an object");
  return withObject([new Map()], pattern, { path: "", inOr: false, refuse });
}

interface Place {
  path: string;
  inOr: boolean;
  refuse: Refuse;
}

function withObject(branches: Branch[], object: Record<string, unknown>, place: Place): Branch[] {
  const { path, inOr, refuse } = place;
  const entries = Object.entries(object);
  if (entries.length === 0) throw refuse("Empty objects are not allowed");
  return entries.reduce((sofar, [name, value]) => {
    if (name === "$or") return withOr(sofar, value, place);
    if (inOr && reserved.has(name))
      throw refuse(`${name} is Ruler reserved fieldName which cannot be used inside $or.`);
    const inner = path === "" ? name : `${path}.${name}`;
    if (Array.isArray(value)) return withValues(sofar, inner, value, refuse);
    if (isObject(value)) return withObject(sofar, value, { ...place, path: inner });
    throw refuse(`"${name}" must be an object or an array`);
  }, branches);
}

function withOr(branches: Branch[], choices: unknown, place: Place): Branch[] {
  const { refuse } = place;
  if (!Array.isArray(choices)) throw refuse("It must be an Array followed with $or.");
  if (!choices.every(isObject)) throw refuse("Only JSON object is allowed in array of $or relationship.");
  if (choices.length < 2) throw refuse("There must have at least 2 Objects in $or relationship.");
  return choices.flatMap((choice) => withObject(branches, choice, { ...place, inOr: true }));
}

/** A path that is there already gets the values that come last, as in AWS. */
function withValues(branches: Branch[], path: string, values: unknown[], refuse: Refuse): Branch[] {
  if (values.length === 0) throw refuse("Empty arrays are not allowed");
  const tests = values.map((value) => valueTest(value, refuse));
  return branches.map((branch) => new Map(branch).set(path, tests));
}
