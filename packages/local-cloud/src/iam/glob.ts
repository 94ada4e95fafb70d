// Private-use characters stand for the wildcards, so that a `*` that came out of a variable stays a plain character.
const ANY = "\uE000";
const ONE = "\uE001";

const VARIABLE = /\$\{([^}]*)\}/g;
const KEY_AND_DEFAULT = /^\s*([^,]+?)\s*(?:,\s*'(.*)'\s*)?$/;
const SPECIAL = new Set(["*", "?", "$"]);

/** The value of a context key, or undefined where the request has none (or has several). */
export type Lookup = (key: string) => string | undefined;

/** A text of a policy, made ready once: gives the pattern, or undefined where a variable has no value. */
export type Template = (lookup: Lookup) => string | undefined;

const wild = (text: string) => text.replaceAll("*", ANY).replaceAll("?", ONE);
const plain = (text: string) => text;

/**
 * Prepares a text of a policy. Variables are `${key}`, `${key, 'default'}`, `${*}`, `${?}` and `${$}`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function template(text: string, options: { wildcards: boolean; variables: boolean }): Template {
  const literal = options.wildcards ? wild : plain;
  if (!options.variables || !text.includes("${")) {
    const fixed = literal(text);
    return () => fixed;
  }
  const parts = text.split(VARIABLE);
  return (lookup) => {
    let pattern = "";
    for (const [index, part] of parts.entries()) {
      const value = index % 2 === 0 ? literal(part) : variable(part, lookup);
      if (value === undefined) return undefined;
      pattern += value;
    }
    return pattern;
  };
}

function variable(name: string, lookup: Lookup): string | undefined {
  if (SPECIAL.has(name)) return name;
  const [, key, otherwise] = KEY_AND_DEFAULT.exec(name) ?? [];
  return key === undefined ? undefined : (lookup(key) ?? otherwise);
}

/** Whether the whole value fits the pattern. Takes time in proportion to both lengths, never more. */
export function matches(pattern: string, value: string): boolean {
  let p = 0;
  let v = 0;
  let star = -1;
  let resume = 0;
  while (v < value.length) {
    if (p < pattern.length && pattern[p] === ANY) {
      star = p++;
      resume = v;
    } else if (p < pattern.length && (pattern[p] === ONE || pattern[p] === value[v])) {
      p++;
      v++;
    } else if (star >= 0) {
      p = star + 1;
      v = ++resume;
    } else return false;
  }
  while (pattern[p] === ANY) p++;
  return p === pattern.length;
}

/**
 * Whether an ARN fits the pattern, each of its six parts by itself. A pattern with fewer parts stands for
 * any value of the missing ones.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function matchesArn(pattern: string, value: string): boolean {
  if (pattern === ANY || pattern === value) return true;
  const wanted = sixParts(pattern);
  const got = sixParts(value);
  if (wanted[0] !== "arn" || got.length < 6) return false;
  return got.every((part, index) => matches(wanted[index] ?? ANY, part));
}

function sixParts(arn: string): string[] {
  const parts = arn.split(":");
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(":")];
}
