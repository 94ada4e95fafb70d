/** What was sent back for the tokens that tasks wait with. */
export const sent = new Map<string, string>();
