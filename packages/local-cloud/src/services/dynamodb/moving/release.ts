/**
 * Gives a buffer's memory back at once; it is empty from then on. What is left to the garbage collector gathers tens
 * of megabytes first. A buffer that has its memory in Node's pool, with others, is left as it is.
 */
export function release(buffer: Buffer): void {
  const memory = buffer.buffer as ArrayBuffer;
  if (memory.byteLength > Buffer.poolSize) memory.transfer(0);
}
