export interface ChartOptions {
  /** When one looks back; the forecast's end if left out. */
  at?: Date;
  /** What the forecast is about; the vault's name if left out. */
  title?: string;
}

export interface TerminalChartOptions extends ChartOptions {
  /** How wide the terminal is; 80 if left out. */
  columns?: number;
  /** Whether to use colours; signs tell tiers apart without. */
  colour?: boolean;
}
