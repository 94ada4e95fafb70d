/** One condition operator, without its `IfExists`, `ForAnyValue:` and `ForAllValues:` forms. */
export interface Operator {
  /** True for `StringNotEquals` and its like: met when no value of the policy matches. */
  negated: boolean;
  /** Whether `*` and `?` of the policy's value are wildcards. */
  wildcards: boolean;
  /** Whether the policy's value may hold variables. */
  variables: boolean;
  /** Compares one value of the request with one value of the policy, leaving negation aside. */
  matches(requested: string, wanted: string): boolean;
}

/** A positive operator and its negated twin. */
export function pair(name: string, negatedName: string, operator: Omit<Operator, "negated">) {
  return { [name]: { ...operator, negated: false }, [negatedName]: { ...operator, negated: true } };
}
