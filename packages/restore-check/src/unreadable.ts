/** An item that is not what DynamoDB would return. Its message says what is wrong, never what the item holds. */
export class UnreadableItem extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UnreadableItem";
  }
}
