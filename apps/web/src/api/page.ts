import type { Page } from "../composables/useLiveList.ts";

export const pageSize = 20;

/** An AppSync connection as a page; an entry the reader may not see comes as null. */
export const pageOf = <T>(
  connection: { items: (T | null)[]; nextToken?: string | null } | null | undefined,
): Page<T> => ({
  items: (connection?.items ?? []).filter((item) => item !== null),
  nextToken: connection?.nextToken ?? null,
});
