/** A moment in UTC to the minute. */
export const moment = (date: Date): string => `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;

/** A day in UTC. */
export const date = (date: Date): string => date.toISOString().slice(0, 10);
