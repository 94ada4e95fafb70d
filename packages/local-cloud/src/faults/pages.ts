import { AwsError, restJsonError } from "../errors.ts";
import type { Page } from "../frontDoor.ts";
import type { HttpReply } from "../service.ts";
import type { Faults } from "./faults.ts";

const json = (status: number, value: unknown): HttpReply => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(value),
});

const refusing =
  (page: Page): Page =>
  async (request, signal) => {
    try {
      return await page(request, signal);
    } catch (error) {
      if (error instanceof AwsError) return restJsonError(error);
      throw error;
    }
  };

/** `GET` lists the faults, `POST` adds one, `DELETE` removes the one in `id`, or all. */
export const faultPages = (faults: Faults): Record<string, Page> => ({
  "GET /_holdfast/faults": () => json(200, { faults: faults.list() }),
  "POST /_holdfast/faults": refusing(({ body }) => json(201, { fault: faults.add(parse(body)) })),
  "DELETE /_holdfast/faults": refusing(({ query }) => {
    const id = query.get("id");
    return json(200, { removed: id === null ? faults.clear() : [faults.remove(id)] });
  }),
});

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw new AwsError("ValidationException", "The body isn't JSON.");
  }
}
