/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const limits = {
  syncPayloadBytes: 6 * 1024 * 1024,
  /** 1 MB since October 2025: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
  asyncPayloadBytes: 1024 * 1024,
  /** A response may be a little larger than a request. */
  responseBytes: 6 * 1024 * 1024 + 100,
  environmentBytes: 4 * 1024,
  timeoutSeconds: { least: 1, most: 900 },
  memoryMb: { least: 128, most: 10_240 },
  logTailBytes: 4 * 1024,
};
