import { type App, Function as Lambda, Stack, StaticSite } from "sst/constructs";

/** What SST adds for features that nothing here uses. */
export function removeUnused(app: App): void {
  for (const stack of app.node.children) {
    if (!Stack.isStack(stack)) continue;
    const constructs = stack.node.findAll();
    // A Lambda for custom resources: only sites have such.
    const hasSite = constructs.some((construct) => construct instanceof StaticSite);
    if (!hasSite) stack.node.tryRemoveChild("CustomResourceHandler");
    // A parameter for each function and site, through which functions bound to it would find it.
    for (const construct of constructs) {
      if (construct instanceof Lambda || construct instanceof StaticSite) {
        Object.assign(construct, { _doNotAllowOthersToBind: true });
      }
    }
  }
}
