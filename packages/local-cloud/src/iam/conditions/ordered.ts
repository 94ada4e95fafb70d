import { type Operator, pair } from "./operator.ts";

/** The six comparisons of numbers and dates. What can't be read as one (NaN) compares as false. */
export function ordered(family: string, read: (text: string) => number): Record<string, Operator> {
  const compare = (holds: (got: number, wanted: number) => boolean): Operator => ({
    negated: false,
    wildcards: false,
    variables: false,
    matches: (got, wanted) => holds(read(got), read(wanted)),
  });
  return {
    ...pair(
      `${family}Equals`,
      `${family}NotEquals`,
      compare((got, wanted) => got === wanted),
    ),
    [`${family}LessThan`]: compare((got, wanted) => got < wanted),
    [`${family}LessThanEquals`]: compare((got, wanted) => got <= wanted),
    [`${family}GreaterThan`]: compare((got, wanted) => got > wanted),
    [`${family}GreaterThanEquals`]: compare((got, wanted) => got >= wanted),
  };
}
