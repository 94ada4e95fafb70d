export * from "./generated/mutations.ts";
export * from "./generated/queries.ts";
export * from "./generated/source.ts";
export * from "./generated/subscriptions.ts";
export type * from "./generated/types.ts";
