import type { RouteLocationNormalized, RouteLocationRaw } from "vue-router";

/** Where a sign-in leads: the page asked for, when it is one of ours. */
export const destination = (asked: unknown): string =>
  typeof asked === "string" && /^\/(?![/\\])/.test(asked) ? asked : "/categories";

/** Signed-in pages ask for a sign-in first; the sign-in pages are passed over by who has done so. */
export const guard = (
  to: Pick<RouteLocationNormalized, "meta" | "fullPath" | "query">,
  signedIn: boolean,
): true | RouteLocationRaw => {
  if (to.meta.signedIn && !signedIn) return { path: "/sign-in", query: { to: to.fullPath } };
  if (to.meta.signedOut && signedIn) return destination(to.query.to);
  return true;
};
