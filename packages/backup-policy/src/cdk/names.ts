/** Without dashes: the names of frameworks, reports and restore tests know none. */
export const plainName = (name: string): string => name.replaceAll("-", "_");
