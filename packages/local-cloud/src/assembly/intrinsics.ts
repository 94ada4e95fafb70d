/** Where the names in a template lead: parameters, pseudo parameters, resources, conditions, other stacks' exports. */
export interface Scope {
  ref(name: string): unknown;
  getAtt(logicalId: string, attribute: string): unknown;
  condition(name: string): boolean;
  importValue(name: string): unknown;
  mapping(map: string, first: string, second: string): unknown;
}

type Value = unknown;
type Intrinsic = (argument: any, scope: Scope) => Value;

/** What `AWS::NoValue` stands for: the property that holds it is left out. */
export const noValue = Symbol("AWS::NoValue");

const resolveList = (list: Value[], scope: Scope) => list.map((value) => resolve(value, scope));
const isTrue = (value: Value, scope: Scope): boolean => {
  const resolved = resolve(value, scope);
  return resolved === true || resolved === "true";
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html */
export const intrinsics: Record<string, Intrinsic> = {
  Ref: (name, scope) => scope.ref(name),
  "Fn::GetAtt": (argument, scope) => {
    const [id, ...rest] = typeof argument === "string" ? argument.split(".") : argument;
    return scope.getAtt(id, rest.map((part: Value) => resolve(part, scope)).join("."));
  },
  "Fn::Join": ([separator, list], scope) => (resolve(list, scope) as Value[]).join(separator),
  "Fn::Select": ([index, list], scope) => (resolve(list, scope) as Value[])[Number(resolve(index, scope))],
  "Fn::Split": ([separator, text], scope) => String(resolve(text, scope)).split(separator),
  "Fn::Sub": (argument, scope) => {
    const [text, own] = Array.isArray(argument) ? argument : [argument, {}];
    return String(text).replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
      if (literal) return `\${${name}}`;
      if (Object.hasOwn(own, name)) return String(resolve(own[name], scope));
      const [id, ...attribute] = name.split(".");
      return String(attribute.length > 0 ? scope.getAtt(id!, attribute.join(".")) : scope.ref(name));
    });
  },
  "Fn::If": ([name, then, otherwise], scope) => resolve(scope.condition(name) ? then : otherwise, scope),
  "Fn::Equals": ([left, right], scope) => String(resolve(left, scope)) === String(resolve(right, scope)),
  "Fn::And": (list: Value[], scope) => list.every((value) => isTrue(value, scope)),
  "Fn::Or": (list: Value[], scope) => list.some((value) => isTrue(value, scope)),
  "Fn::Not": ([value], scope) => !isTrue(value, scope),
  Condition: (name, scope) => scope.condition(name),
  "Fn::ImportValue": (name, scope) => scope.importValue(String(resolve(name, scope))),
  "Fn::FindInMap": ([map, first, second], scope) =>
    scope.mapping(String(resolve(map, scope)), String(resolve(first, scope)), String(resolve(second, scope))),
  "Fn::Base64": (text, scope) => Buffer.from(String(resolve(text, scope))).toString("base64"),
  "Fn::GetAZs": () => ["a", "b", "c"],
};

const single = (value: object): [string, Value] | undefined => {
  const entries = Object.entries(value);
  return entries.length === 1 ? entries[0] : undefined;
};

/** A template's value with every intrinsic function worked out. Throws on a function it doesn't know, by name. */
export function resolve(value: Value, scope: Scope): Value {
  if (Array.isArray(value)) return resolveList(value, scope).filter((item) => item !== noValue);
  if (typeof value !== "object" || value === null) return value;
  const call = single(value);
  if (call) {
    const [name, argument] = call;
    const intrinsic = intrinsics[name];
    // A policy's `Condition` block is an object; only the function's argument is a name.
    if (intrinsic && (name !== "Condition" || typeof argument === "string"))
      return intrinsic(argument, scope);
    if (name.startsWith("Fn::"))
      throw new Error(`The template uses ${name}, which the local cloud doesn't know`);
  }
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => [key, resolve(inner, scope)] as const)
      .filter(([, inner]) => inner !== noValue),
  );
}

/** The logical ids a template's value refers to. */
export function references(value: Value): Set<string> {
  const found = new Set<string>();
  const visit = (inner: Value): void => {
    if (typeof inner !== "object" || inner === null) return;
    const call = Array.isArray(inner) ? undefined : single(inner);
    if (call?.[0] === "Ref") found.add(String(call[1]));
    else if (call?.[0] === "Fn::GetAtt") {
      found.add(String(Array.isArray(call[1]) ? call[1][0] : String(call[1]).split(".")[0]));
    } else if (call?.[0] === "Fn::Sub") {
      const text = Array.isArray(call[1]) ? call[1][0] : call[1];
      for (const match of String(text).matchAll(/\$\{([^!}.]+)[^}]*\}/g)) found.add(match[1]!);
      visit(Array.isArray(call[1]) ? call[1][1] : undefined);
    } else Object.values(inner).forEach(visit);
  };
  visit(value);
  return found;
}
