import * as v from "valibot";

/** The input, as its schema says it is. Otherwise an error that names the input and what is wrong with it. */
export function parse<S extends v.GenericSchema>(schema: S, input: unknown, what: string): v.InferOutput<S> {
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  const problems = result.issues.map((issue) => {
    const path = v.getDotPath(issue);
    return path ? `${path}: ${issue.message}` : issue.message;
  });
  throw new Error(`${what} is not as expected. ${problems.join("; ")}`);
}

/** A time as an event has it. */
export const Time = v.pipe(
  v.string(),
  v.transform((text) => new Date(text)),
  v.date(),
);
