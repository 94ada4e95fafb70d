import { offsetAt } from "./wall-clock.ts";

const DAY = 24 * 60 * 60_000;
/** No zone changes its clocks twice within it: the shortest spell is Morocco's Ramadan, of a month. */
const STEP = 10 * DAY;

/** A time in which a zone's clocks keep their distance to UTC. */
export interface ClockSpell {
  from: number;
  to: number;
  /** How far the clocks are ahead of UTC, in milliseconds. */
  offset: number;
}

const spellsByZoneAndYear = new Map<string, ClockSpell[]>();

/** The spells of a zone from the beginning of a year of UTC to its end, in order. */
export function clockSpells(timeZone: string, year: number): ClockSpell[] {
  const [start, end] = [Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1)];
  if (timeZone === "UTC") return [{ from: start, to: end, offset: 0 }];
  const key = `${timeZone} ${year}`;
  const known = spellsByZoneAndYear.get(key);
  if (known) return known;
  const spells: ClockSpell[] = [];
  let spell = { from: start, offset: offsetAt(start, timeZone) };
  for (let probe = start; probe < end; probe += STEP) {
    const next = Math.min(probe + STEP, end);
    const offset = offsetAt(next, timeZone);
    if (offset === spell.offset) continue;
    const changed = change(timeZone, probe, next, spell.offset);
    spells.push({ ...spell, to: changed });
    spell = { from: changed, offset };
  }
  spells.push({ ...spell, to: end });
  spellsByZoneAndYear.set(key, spells);
  return spells;
}

/** The first second from which the offset is another one; there is one until `to`. */
function change(timeZone: string, from: number, to: number, offset: number): number {
  let [low, high] = [from, to];
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2000) * 1000;
    if (offsetAt(middle, timeZone) === offset) low = middle;
    else high = middle;
  }
  return high;
}
