import { matches, template } from "../iam/glob.ts";

/** Whether a text fits a pattern, whatever the case of either. */
export function fits(pattern: string, text: string): boolean {
  if (pattern === "*") return true;
  const ready = template(pattern.toLowerCase(), { wildcards: true, variables: false })(() => undefined);
  return matches(ready!, text.toLowerCase());
}

/** Whether a resource's name or ARN fits: by the whole of it, or by what follows its last `/` or `:`. */
export const fitsResource = (pattern: string, resource: string): boolean =>
  fits(pattern, resource) || fits(pattern, resource.split(/[/:]/).at(-1)!);
