export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
/** AWS's lifecycles count days of 24 hours, whatever the clocks do. */
export const DAY = 24 * HOUR;
