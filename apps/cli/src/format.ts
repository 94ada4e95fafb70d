const sizes = ["B", "kB", "MB", "GB", "TB"];

/** 1536 bytes as "1.5 kB"; powers of 1000, as AWS bills. */
export function size(bytes: number | undefined): string {
  if (bytes === undefined) return "";
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < sizes.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit > 0 && value < 9.95 ? value.toFixed(1) : Math.round(value)} ${sizes[unit]}`;
}

/** How long something took, in seconds with a sense for what is too short for them: "1.5 s", "340 ms". */
export function seconds(count: number): string {
  if (count < 0.001) return "under a second";
  return count < 1 ? `${Math.round(count * 1000)} ms` : `${Math.round(count * 10) / 10} s`;
}

const spans: [seconds: number, name: string][] = [
  [86_400, "day"],
  [3600, "hour"],
  [60, "minute"],
];

/** How long ago: "3 minutes", "1 day"; under a minute in seconds. */
export function age(since: Date, now: Date): string {
  const seconds = Math.max(0, Math.floor((now.getTime() - since.getTime()) / 1000));
  for (const [span, name] of spans) {
    const count = Math.floor(seconds / span);
    if (count >= 1) return `${count} ${name}${count === 1 ? "" : "s"}`;
  }
  return `${seconds} s`;
}

/** A moment in UTC to the second: "2026-11-22 23:47:05Z". */
export const moment = (date: Date | undefined): string =>
  date === undefined ? "" : `${date.toISOString().slice(0, 19).replace("T", " ")}Z`;
