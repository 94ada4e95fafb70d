import type { Origin } from "../assembly/origins.ts";
import type { MadeResource } from "../deploy.ts";
import type { Statement } from "./policy.ts";

/** Knows where the template's resources and their policies' statements are written, for a person to go there. */
export interface Written {
  note(resource: MadeResource): void;
  /**
   * Such as `stacks/verifier/function.ts:23 (Verification/CompareRole)`; the source, `<stack>/<logical id>`, where
   * nothing more is known.
   */
  resource(source: string): string;
  /** The same of the resource with an ARN. */
  byArn(arn: string): string | undefined;
  /** The same of a statement, and of the resource that it is in. */
  statement(statement: Pick<Statement, "source" | "raw">): string | undefined;
}

export function createWritten(): Written {
  const resources = new Map<string, Origin>();
  const lines = new Map<string, { line?: string; source: string }>();
  const sources = new Map<string, string>();
  const keyOf = (source: string | undefined, raw: unknown) => `${source ?? ""} ${JSON.stringify(raw)}`;

  const show = (source: string, line = resources.get(source)?.at[0]) => {
    const name = resources.get(source)?.path ?? source;
    return line === undefined ? name : `${line} (${name})`;
  };

  return {
    note({ source, properties, result, origin }) {
      for (const value of [result.ref, ...Object.values(result.attributes ?? {})])
        if (String(value).startsWith("arn:")) sources.set(value, source);
      if (!origin) return;
      resources.set(source, origin);
      for (const [pointer, [line]] of Object.entries(origin.statements)) {
        const raw = memberAt(properties, pointer.split("/"));
        lines.set(keyOf(source, raw), { line, source });
        // The policy on a resource is asked for by the resource's ARN, and may be another resource of the template.
        lines.set(keyOf(undefined, raw), { line, source });
      }
    },
    resource: (source) => show(source),
    byArn(arn) {
      const source = sources.get(arn);
      return source === undefined ? undefined : show(source);
    },
    statement({ source, raw }) {
      const known = lines.get(keyOf(source, raw));
      if (known) return show(source ?? known.source, known.line);
      return source === undefined ? undefined : show(source);
    },
  };
}

function memberAt(value: unknown, [name, ...rest]: string[]): unknown {
  if (name === undefined || typeof value !== "object" || value === null) return value;
  return memberAt((value as Record<string, unknown>)[name], rest);
}
