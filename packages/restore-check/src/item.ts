/**
 * An item in DynamoDB's own JSON: attribute name to a typed value such as `{ S: "Ogre" }` or `{ N: "1.5" }`.
 * Binary is a Uint8Array, as the SDK gives it, or base64 text, as the wire and stream events do.
 */
export type Item = Readonly<Record<string, object>>;

/** The key attributes of an item, and nothing else. */
export type Key = Item;
