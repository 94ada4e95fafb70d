import type { Prices } from "@holdfast/backup-policy";
import type { ForecastLane, Held, MonthCost, Restore, WorstLoss } from "@holdfast/backup-policy/forecast";
import { grid, type Paint } from "../report.ts";

/** What the policy will have made, kept and cost. */
export interface Foreseen {
  from: Date;
  to: Date;
  /** The rules' points by place, and how many there are at the end. */
  lanes: (ForecastLane & { held: Held })[];
  /** The most that an incident costs, by what is restored from and how late it is noticed. */
  losses: { from: string; worst: (WorstLoss & { noticedAfterDays: number })[] }[];
  /** Only where sizes are known. */
  months?: MonthCost[];
  restore?: Restore;
  prices: Pick<Prices, "on" | "source">;
}

export function forecastReport(foreseen: Foreseen, paint: Paint): string {
  const { from, to, lanes, losses } = foreseen;
  const title = paint("bold", `From ${date(from)} until before ${date(to)}`);
  return [
    title,
    "",
    grid(
      paint,
      ["Rule", "Where", "Kept", "Made", "There at the end"],
      lanes.map(({ rule, place, keepDays, made, held: { warm, cold } }) => [
        rule,
        place,
        `${keepDays} days`,
        String(made),
        cold > 0 ? `${warm + cold}, ${cold} of them cold` : String(warm),
      ]),
    ),
    "",
    ...losses.flatMap(({ from, worst }) => [
      `The most that an incident costs, restored from ${from}:`,
      grid(paint, ["Noticed after", "Lost at worst"], worst.map(lossRow)),
      "",
    ]),
    ...costs(foreseen, paint),
  ].join("\n");
}

const lossRow = ({ noticedAfterDays, loss }: WorstLoss & { noticedAfterDays: number }): string[] => [
  noticedAfterDays === 0 ? "at once" : `${noticedAfterDays} ${noticedAfterDays === 1 ? "day" : "days"}`,
  loss ? `${span(loss.minutes)}${by(loss.from)}` : "everything: nothing is left from before it",
];

const by = (from: NonNullable<WorstLoss["loss"]>["from"]): string =>
  from === "continuous" ? " (continuous recovery)" : ` (rule ${from.rule}, made ${date(from.made)})`;

function span(minutes: number): string {
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60)];
  const rest = Math.round(minutes % 60);
  const parts = [days && `${days} d`, hours && `${hours} h`, rest && `${rest} min`];
  return parts.filter(Boolean).join(" ") || "nothing";
}

function costs({ months, restore, prices }: Foreseen, paint: Paint): string[] {
  if (!months) return ["With --size it tells what this costs."];
  const money = (amount: number) => `$${amount.toFixed(2)}`;
  const stored = ({ stored }: MonthCost, ...tiers: string[]) =>
    money(stored.filter(({ tier }) => tiers.includes(tier)).reduce((sum, { cost }) => sum + cost, 0));
  const total = months.reduce((sum, month) => sum + month.total, 0);
  return [
    grid(
      paint,
      ["Month", "Warm", "Cold", "Continuous", "Copied", "Verified", "Keys", "Total"],
      months.map((month) => [
        month.month,
        stored(month, "warm"),
        stored(month, "cold"),
        stored(month, "continuous"),
        money(month.copied.cost),
        money(month.verification.cost),
        money(month.keys),
        money(month.total),
      ]),
    ),
    "",
    `In all ${money(total)}, with the prices of ${prices.on} from ${prices.source}.`,
    ...(restore
      ? [
          `To restore all ${restore.gb.toFixed(1)} GB from the newest recovery point, at the end: ${money(restore.cost)}.`,
        ]
      : []),
  ];
}

const date = (at: Date): string => at.toISOString().slice(0, 10);
