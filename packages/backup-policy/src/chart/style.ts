/** Colours by what they stand for; a viewer who prefers dark gets the dark ones. Told apart by the colour-blind too. */
export const STYLE = `
.forecast { --paper: #ffffff; --ink: #1b1f24; --muted: #5b6570; --line: #d5dae0; --warm: #c2620a; --cold: #2463c9; --moment: #0f8a6c; --limit: #c4203b; }
@media (prefers-color-scheme: dark) {
  .forecast { --paper: #14181d; --ink: #e8ecf0; --muted: #9aa5b1; --line: #343c46; --warm: #f2a14b; --cold: #76a9f9; --moment: #4fd1ae; --limit: #ff7085; }
}
.forecast text { white-space: pre; }
`;

export const COLOUR = {
  paper: "var(--paper)",
  ink: "var(--ink)",
  muted: "var(--muted)",
  line: "var(--line)",
  warm: "var(--warm)",
  cold: "var(--cold)",
  moment: "var(--moment)",
  limit: "var(--limit)",
} as const;
