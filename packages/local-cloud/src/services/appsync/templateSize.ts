import type { AmplifyAppSyncSimulator } from "@aws-amplify/amplify-appsync-simulator";
import { TemplateSentError } from "@aws-amplify/amplify-appsync-simulator/lib/velocity/util/errors.js";

interface Template {
  render(values: unknown, context: unknown, info: any): Rendered;
}

interface Rendered {
  result: unknown;
}

/**
 * A template that gives more than it may fails, in AWS's words.
 * https://github.com/awslabs/aws-mobile-appsync-sdk-js/issues/124
 */
export function limitTemplates(simulator: AmplifyAppSyncSimulator, mostBytes: number): void {
  const limited = new WeakSet<Template>();
  const find = simulator.getMappingTemplate.bind(simulator);
  simulator.getMappingTemplate = (path) => {
    const template = find(path) as ReturnType<typeof find> & Template;
    if (!limited.has(template)) limit(template, mostBytes);
    limited.add(template);
    return template;
  };
}

function limit(template: Template, mostBytes: number): void {
  const render = template.render.bind(template);
  template.render = (...given) => {
    const rendered = render(...given);
    if (Buffer.byteLength(JSON.stringify(rendered.result) ?? "") <= mostBytes) return rendered;
    throw new TemplateSentError("Transformation too large.", "MappingTemplate", null, null, given[2]);
  };
}
