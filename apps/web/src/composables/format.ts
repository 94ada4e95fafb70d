const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
];

const relative = new Intl.RelativeTimeFormat("en", { numeric: "always" });
const number = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });

/** "3 hours ago"; anything under a minute (a clock that runs ahead, too) is "just now". */
export const formatAge = (iso: string, now: number): string => {
  const age = now - Date.parse(iso);
  const step = steps.find(([, length]) => age >= length);
  return step ? relative.format(-Math.floor(age / step[1]), step[0]) : "just now";
};

/** 14200 bytes are "14.2 kB" (steps of 1000, as AWS bills). */
export const formatBytes = (bytes: number | null | undefined): string => {
  if (bytes === null || bytes === undefined) return "size unknown";
  const step = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), 4);
  return `${number.format(bytes / 1000 ** step)} ${["bytes", "kB", "MB", "GB", "TB"][step]}`;
};

/** Seconds as "0.4 s", "42 s", "3 min 5 s", "1 h 2 min". */
export const formatSeconds = (seconds: number): string => {
  if (seconds < 10) return `${number.format(seconds)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
};

export const formatDateTime = (iso: string): string =>
  new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" }).format(new Date(iso));

export const formatCount = (count: number, noun: string, plural = `${noun}s`): string =>
  `${number.format(count)} ${count === 1 ? noun : plural}`;
