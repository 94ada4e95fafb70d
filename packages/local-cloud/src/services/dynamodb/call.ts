import { setTimeout as delay } from "node:timers/promises";
import { AwsError } from "../../errors.ts";
import type { Engine } from "./engine.ts";

/** Calls the engine and gives the JSON it answers. An SDK in between would take most of the time. Throws AwsError. */
export type EngineCall = (operation: string, input: Buffer, signal?: AbortSignal) => Promise<Buffer>;

const longestWaitMs = 1000;
const attempts = 8;
const passing = new Set([
  "InternalServerError",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "ThrottlingException",
]);

/** Asks once, in objects. */
export const engineCall = async (
  engine: Pick<Engine, "send">,
  operation: string,
  input: unknown,
): Promise<any> => JSON.parse((await ask(engine, operation, asJson(input))).toString());

export const asJson = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

async function ask({ send }: Pick<Engine, "send">, operation: string, input: Buffer): Promise<Buffer> {
  const { status, body = "" } = await send(operation, input);
  if (status === 200) return Buffer.isBuffer(body) ? body : Buffer.from(body);
  const answer = JSON.parse(String(body));
  const code = String(answer.__type).split("#").at(-1) ?? "InternalServerError";
  throw new AwsError(code, answer.message ?? answer.Message ?? `${operation} was refused.`, { status });
}

/**
 * Asks again, waiting longer each time, while the engine is too busy or can't be reached: for operations that may be
 * done twice.
 */
export const patientCall =
  (engine: Pick<Engine, "send">): EngineCall =>
  async (operation, input, signal) => {
    for (let attempt = 1, waitMs = 20; ; attempt++, waitMs = Math.min(waitMs * 2, longestWaitMs)) {
      signal?.throwIfAborted();
      try {
        return await ask(engine, operation, input);
      } catch (error) {
        if (attempt === attempts || !passes(error)) throw error;
      }
      await delay(waitMs, undefined, { signal });
    }
  };

/** What isn't the engine's answer is the connection's failure. */
const passes = (error: unknown): boolean =>
  error instanceof AwsError ? error.status >= 500 || passing.has(error.code) : "code" in (error as object);
