export type { ChartOptions, TerminalChartOptions } from "./options.ts";
export { forecastChart } from "./svg.ts";
export { terminalChart } from "./terminal.ts";
