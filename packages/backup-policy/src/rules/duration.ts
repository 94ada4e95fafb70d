declare const unit: unique symbol;

/** A number of days that was written with its unit: `days(35)`. */
export type Days = number & { readonly [unit]: "days" };
/** A number of minutes that was written with its unit: `hours(2)`. */
export type Minutes = number & { readonly [unit]: "minutes" };

/** AWS's lifecycles count days of 24 hours and nothing else, so every longer unit is a number of days. */
export const days = (count: number) => count as Days;

/** 7 days each. */
export const weeks = (count: number) => days(count * 7);

/** 30 days each: twelve of them are less than a year. */
export const months = (count: number) => days(count * 30);

/** 365 days each: with a leap year in between, a day less than the calendar's. */
export const years = (count: number) => days(count * 365);

export const minutes = (count: number) => count as Minutes;

/** 60 minutes each. */
export const hours = (count: number) => minutes(count * 60);
