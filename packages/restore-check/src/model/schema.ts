import { type DirectiveNode, valueFromASTUntyped } from "graphql";

export const directive = (
  node: { directives?: readonly DirectiveNode[] } | undefined,
  name: string,
): DirectiveNode | undefined => node?.directives?.find((one) => one.name.value === name);

/** What a directive is given, by name; nothing for one that isn't there. */
export const argumentsOf = (node: DirectiveNode | undefined): Record<string, unknown> =>
  Object.fromEntries(
    node?.arguments?.map(({ name, value }) => [name.value, valueFromASTUntyped(value)]) ?? [],
  );
