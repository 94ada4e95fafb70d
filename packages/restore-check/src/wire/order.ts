import { type Tape, unexpected } from "./tape.ts";

/** Larger maps and sets are sorted every time. */
const mostRemembered = 64;
/** Orders of maps and sets of so many members, nested so deep. */
const remembered: number[][][] = [];

/**
 * The order of members by the bytes of their texts. Each member begins with its text; they stand one after the other
 * in `out`, and begin where `starts` says from `base` on. Items of a table have the same attributes again and again:
 * the order of the last ones is tried first, and only tried.
 */
export function orderOf(tape: Tape, base: number, count: number, mayRepeat: boolean): readonly number[] {
  const { starts, depth } = tape;
  if (count > mostRemembered) return sorted(tape, base, identity(count), mayRepeat);
  remembered[depth] ??= [];
  const level = remembered[depth];
  level[count] ??= identity(count);
  const known = level[count];
  for (let index = 1; index < count; index++) {
    const order = compare(tape, starts[base + known[index - 1]!]!, starts[base + known[index]!]!);
    if (order > 0 || (order === 0 && !mayRepeat)) {
      level[count] = sorted(tape, base, known, mayRepeat);
      return level[count];
    }
  }
  return known;
}

const identity = (count: number) => Array.from({ length: count }, (_, index) => index);

function sorted(tape: Tape, base: number, from: readonly number[], mayRepeat: boolean): number[] {
  const { starts } = tape;
  const order = from.toSorted((a, b) => compare(tape, starts[base + a]!, starts[base + b]!));
  if (mayRepeat) return order;
  for (let index = 1; index < order.length; index++)
    if (compare(tape, starts[base + order[index - 1]!]!, starts[base + order[index]!]!) === 0) unexpected();
  return order;
}

/** Of two texts, each after its length: DynamoDB's order is that of the bytes. */
function compare({ out, outView }: Tape, a: number, b: number): number {
  const left = outView.getInt32(a);
  const right = outView.getInt32(b);
  const end = a + 4 + Math.min(left, right);
  for (let one = a + 4, other = b + 4; one < end; one++, other++)
    if (out[one] !== out[other]) return out[one]! - out[other]!;
  return left - right;
}

let space: Buffer = Buffer.alloc(0);

/** Puts the members of a map or set that was just written into this order. */
export function arrange(tape: Tape, base: number, order: readonly number[]): void {
  const count = order.length;
  let isArranged = true;
  for (let index = 0; index < count; index++) if (order[index] !== index) isArranged = false;
  if (isArranged) return;
  const { out, starts, to } = tape;
  const start = starts[base]!;
  if (space.length < to - start) space = Buffer.allocUnsafeSlow(2 * (to - start));
  out.copy(space, 0, start, to);
  let at = start;
  for (const member of order) {
    const from = starts[base + member]!;
    const end = member + 1 < count ? starts[base + member + 1]! : to;
    space.copy(out, at, from - start, end - start);
    at += end - from;
  }
}
