import { expect, it } from "vitest";
import { earlierJob, idempotencyOf } from "./idempotency.ts";

const of = (request: Record<string, unknown>) => idempotencyOf({ IdempotencyToken: "t", ...request });
const job = { id: "1", idempotency: of({ a: 1, tags: { x: "1", y: "2" } }) };

it("finds the job of a request that comes again, in whatever order its members are", () => {
  expect(earlierJob([job], of({ tags: { y: "2", x: "1" }, a: 1 }))).toBe(job);
});

it("refuses the token for another request", () => {
  expect(() => earlierJob([job], of({ a: 2, tags: { x: "1", y: "2" } }))).toThrow(
    expect.objectContaining({ code: "InvalidRequestException" }),
  );
});

it("finds nothing for another token, nor without one", () => {
  expect(earlierJob([job], idempotencyOf({ IdempotencyToken: "u", a: 1 }))).toBeUndefined();
  expect(earlierJob([{ id: "2", idempotency: undefined }], idempotencyOf({ a: 1 }))).toBeUndefined();
});
