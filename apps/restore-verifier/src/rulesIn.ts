import { type ModelRules, modelRules } from "@holdfast/restore-check";

/** Looks a model up in a schema. Throws when the schema has no such model. */
export function rulesIn(schema: string): (model: string) => ModelRules {
  const rules = new Map(modelRules(schema).map((one) => [one.model, one]));
  return (model) => {
    const found = rules.get(model);
    if (found) return found;
    throw new Error(`The schema has no model ${model}: it has ${[...rules.keys()].join(", ")}.`);
  };
}
