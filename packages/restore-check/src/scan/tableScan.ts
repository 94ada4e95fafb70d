import { keyOf } from "../canonical/digest.ts";
import { keyText } from "../canonical/keyText.ts";
import type { Item } from "../item.ts";
import { ConformityCheck } from "../model/conformity.ts";
import type { ModelRules } from "../model/rules.ts";
import type { Seed } from "../sketch/seed.ts";
import { type SketchShape, usualShape } from "../sketch/shape.ts";
import { Sketcher } from "../sketch/sketch.ts";
import type { ScanSummary } from "./summary.ts";

export interface ScanRules {
  seed: Seed;
  /** The table's key attributes. */
  keyNames: readonly string[];
  shape?: SketchShape;
  /** What the items have to conform to; absent: they aren't held against a schema. */
  model?: ModelRules;
}

/** One pass over some of a table's items. Its memory doesn't depend on how many there are. */
export class TableScan {
  readonly #sketcher: Sketcher;
  readonly #conformity: ConformityCheck | undefined;
  readonly #keyNames: readonly string[];

  constructor({ seed, keyNames, shape = usualShape, model }: ScanRules) {
    this.#sketcher = new Sketcher(shape, seed, keyNames);
    this.#conformity = model && new ConformityCheck(model);
    this.#keyNames = keyNames;
  }

  /** Throws UnreadableItem, naming the key, for an item that DynamoDB could not hold. */
  add(item: Item): void {
    this.#sketcher.add(item);
    this.#conformity?.add(item, () => keyText(keyOf(item, this.#keyNames)));
  }

  get summary(): ScanSummary {
    const conformity = this.#conformity?.conformity;
    return { sketch: this.#sketcher.sketch, ...(conformity && { conformity }) };
  }
}
