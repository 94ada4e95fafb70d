export { definePolicy } from "./define-policy.ts";
export { PolicyError, type Refusal } from "./policy-error.ts";
export { type Policy, type PolicyInput, type Rule, rulesOf } from "./schema.ts";
