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

/** 1420 bytes are "1.4 kB", 14200 are "14 kB": steps of 1000, as AWS bills, and the digits that the command shows. */
export const formatBytes = (bytes: number | null | undefined): string => {
  if (bytes === null || bytes === undefined) return "size unknown";
  let [value, step] = [bytes, 0];
  for (; value >= 999.5 && step < 4; step += 1) value /= 1000;
  return `${step > 0 && value < 9.95 ? value.toFixed(1) : Math.round(value)} ${["B", "kB", "MB", "GB", "TB"][step]}`;
};

/** Seconds as "340 ms", "1.4 s", "42 s", "3 min 5 s", "1 h 2 min". */
export const formatSeconds = (seconds: number): string => {
  if (seconds < 0.001) return "under a second";
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
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
