/** How large the parts of a sketch are. Sketches of one run and table have the same, or they can't be merged. */
export interface SketchShape {
  /** Sub-tables of the table that names the differences: an element is in one cell of each. */
  ways: number;
  /** Cells of a sub-table: a power of two, at most 65,536. */
  cells: number;
  /** Samples from which many differences are estimated: the first takes one key of 16, the next one of 64, and so on. */
  samples: number;
  /** Cells of a sample's sub-table. */
  sampleCells: number;
}

const mostCells = 65_536;
const mostWays = 8;
/** The last takes one key of 16 million: its sub-tables do for 10^10 differences. */
const mostSamples = 11;
/** Sub-tables fill up to half: well below where decoding breaks down (0.70 for five ways). */
const load = 0.5;

/** Enough for 10,000 altered items: 8 MB, whatever the table's size. */
export const usualShape = shapeFor(10_000);

/** For tables of at most some thousand items, of which a few hundred may differ: a few kilobytes. */
export const smallShape: SketchShape = { ways: 6, cells: 256, samples: 0, sampleCells: 0 };

/** The shape that names up to `keys` differing keys: an altered item is two elements, its live and its restored version. */
export function shapeFor(keys: number): SketchShape {
  const elements = 2 * keys;
  // The fewer elements, the fewer cells: another way makes up for it.
  const ways = elements > 4096 ? 5 : 6;
  const cells = 2 ** Math.ceil(Math.log2(Math.max(elements / load / ways, 128)));
  return { ways, cells, samples: mostSamples, sampleCells: 512 };
}

/** Whether every cell of a shape can be addressed. Throws on one that was not made here. */
export function requireShape({ ways, cells, samples, sampleCells }: SketchShape): void {
  const isSize = (size: number) =>
    Number.isInteger(size) && size >= 1 && size <= mostCells && (size & (size - 1)) === 0;
  const isWhole = (count: number, most: number) => Number.isInteger(count) && count >= 0 && count <= most;
  if (
    ways < 3 ||
    !isWhole(ways, mostWays) ||
    !isSize(cells) ||
    !isWhole(samples, mostSamples) ||
    (samples > 0 && !isSize(sampleCells))
  )
    throw new Error(`Not the shape of a sketch: ${JSON.stringify({ ways, cells, samples, sampleCells })}.`);
}

/**
 * How probable it is that some of so many elements can't be told apart: two of them in the same cell of every
 * sub-table. Larger stopping sets are rarer by orders of magnitude at the loads used here (Yugawa & Wadayama, 2013).
 */
export function failureProbability(
  elements: number,
  { ways, cells }: Pick<SketchShape, "ways" | "cells">,
): number {
  return (elements * (elements - 1)) / 2 / cells ** ways;
}
