export const days = (count: number): string => `${count} ${count === 1 ? "day" : "days"}`;
export const hours = (count: number): string => `${count} ${count === 1 ? "hour" : "hours"}`;
export const minutes = (count: number): string => `${count} ${count === 1 ? "minute" : "minutes"}`;

/** A moment in UTC to the minute. */
export const moment = (date: Date): string => `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;
export const date = (date: Date): string => date.toISOString().slice(0, 10);
