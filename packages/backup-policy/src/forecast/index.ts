export type { MonthCost, Stored } from "./cost.ts";
export { type Forecast, type ForecastLane, type ForecastSpan, forecast, type Scenario } from "./forecast.ts";
export type { Loss } from "./loss.ts";
export type { Held, Point, PointAt, Tier } from "./point.ts";
export type { Restore } from "./restore.ts";
export type { TableSize } from "./size.ts";
export type { WorstLoss } from "./worst-loss.ts";
