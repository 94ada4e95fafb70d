const newline = 0x0a;
const separator = Buffer.from([newline]);

export const joinLines = (lines: Buffer[]): Buffer =>
  Buffer.concat(lines.flatMap((line, index) => (index === 0 ? [line] : [separator, line])));

export function splitLines(content: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  let from = 0;
  for (let to = content.indexOf(newline); to >= 0; to = content.indexOf(newline, from)) {
    lines.push(content.subarray(from, to));
    from = to + 1;
  }
  lines.push(content.subarray(from));
  return lines;
}

export function countLines(content: Buffer): number {
  let count = 1;
  for (let at = content.indexOf(newline); at >= 0; at = content.indexOf(newline, at + 1)) count++;
  return count;
}

/** Where each of at most so many lines ends that begin at `from`; the next one begins a byte later. */
export function lineEnds(content: Buffer, from: number, most: number): number[] {
  const ends: number[] = [];
  for (let begin = from; begin < content.length && ends.length < most; ) {
    const at = content.indexOf(newline, begin);
    const end = at < 0 ? content.length : at;
    ends.push(end);
    begin = end + 1;
  }
  return ends;
}
