/** https://docs.aws.amazon.com/general/latest/gr/appsync.html */
export const limits = {
  requestBytes: 1_048_576,
  executionMs: 30_000,
  /** Of what a mapping template gives. */
  templateBytes: 5_242_880,
  subscriptionsPerConnection: 100,
  /** Of a message to a subscriber: a larger one isn't delivered, and nobody is told. https://github.com/aws/aws-appsync-community/issues/33 */
  messageBytes: 245_760,
};
