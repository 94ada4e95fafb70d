/** An item in DynamoDB's JSON, its attributes in one order; undefined: there is none. */
export type Value = string | undefined;

interface Write {
  value: Value;
  /** Epoch milliseconds; `answered` is absent while it is not known whether the write was done. */
  begun: number;
  answered?: number;
}

/** What was written to one item, by one writer: a write begins when the one before it is over. */
export interface History {
  begin(value: Value, at: number): { answered(at: number): void };
  /** Notes what the item turns out to be after a crash; false when no write can have left it so. */
  settle(value: Value, at: number): boolean;
  /** Whether somebody who read the item at some instant between the two can have found it so. */
  allows(value: Value, from: number, to: number): boolean;
  last(): Value;
}

export function createHistory(): History {
  let writes: Write[] = [{ value: undefined, begun: 0, answered: 0 }];
  return {
    begin(value, at) {
      const write: Write = { value, begun: at };
      writes.push(write);
      return {
        answered(then) {
          write.answered = then;
        },
      };
    },
    settle(value, at) {
      const unsure = writes.filter(({ answered }) => answered === undefined);
      const sure = writes.findLast(({ answered }) => answered !== undefined)!;
      const found = [sure, ...unsure].findLast((write) => write.value === value);
      // A write that wasn't done never will be: whoever had it under way is dead.
      writes = writes.filter((write) => write.answered !== undefined || write === found);
      if (found) found.answered ??= at;
      return found !== undefined;
    },
    allows(value, from, to) {
      return writes.some((write, index) => {
        const replaced = writes[index + 1]?.answered ?? Number.POSITIVE_INFINITY;
        return write.value === value && write.begun <= to && replaced >= from;
      });
    },
    last: () => writes.at(-1)!.value,
  };
}
