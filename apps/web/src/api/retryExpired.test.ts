import { expect, it, vi } from "vitest";
import { retryExpired } from "./retryExpired.ts";

const refused = (message: string, errorType = "UnauthorizedException") => ({
  data: null,
  errors: [{ errorType, message }],
});

it("renews an expired token and sends again", async () => {
  const send = vi.fn().mockRejectedValueOnce(refused("Token has expired.")).mockResolvedValueOnce("data");
  const renew = vi.fn();

  expect(await retryExpired(send, renew)).toBe("data");
  expect([send.mock.calls.length, renew.mock.calls.length]).toEqual([2, 1]);
});

it("renews where the request as a whole was refused, and aws-amplify tells no more than the error's name", async () => {
  const bare = { errors: [{ message: "Unauthorized", originalError: { name: "UnauthorizedException" } }] };
  const send = vi.fn().mockRejectedValueOnce(bare).mockResolvedValueOnce("data");

  expect(await retryExpired(send, async () => {})).toBe("data");
});

it("renews once: what is refused again stays refused", async () => {
  const send = vi.fn().mockRejectedValue(refused("Token has expired."));

  await expect(retryExpired(send, async () => {})).rejects.toEqual(refused("Token has expired."));
  expect(send).toHaveBeenCalledTimes(2);
});

it.each([
  refused("Not Authorized to access putNote on type Mutation", "Unauthorized"),
  new Error("Network Error"),
])("passes on what a new token wouldn't help: %j", async (error) => {
  const renew = vi.fn();

  await expect(retryExpired(() => Promise.reject(error), renew)).rejects.toBe(error);
  expect(renew).not.toHaveBeenCalled();
});

it("passes on that the session is over", async () => {
  const over = new Error("Refresh Token has expired");
  const send = () => Promise.reject(refused("Token has expired."));

  await expect(retryExpired(send, () => Promise.reject(over))).rejects.toBe(over);
});
