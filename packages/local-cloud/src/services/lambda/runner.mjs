// Runs one Lambda function in a process of its own. Plain JavaScript: it starts hundreds of times, before anything else.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { dateAt } from "../../cloudDate.mjs";

const [modulePath, exportName] = process.env._HANDLER.split(/\.(?=[^.]+$)/);
const root = process.env.LAMBDA_TASK_ROOT;

// Timers and `performance` stay the machine's: the function runs as fast as it does.
const machineNow = Date.now;
let aheadMs = 0;
globalThis.Date = dateAt(() => machineNow() + aheadMs);
Date.prototype.constructor = Date;

async function loadHandler() {
  const problems = [];
  for (const extension of [".mjs", ".js", ".cjs"]) {
    try {
      const module = await import(pathToFileURL(join(root, modulePath + extension)).href);
      const handler = module[exportName] ?? module.default?.[exportName];
      if (typeof handler !== "function")
        throw new Error(`${modulePath}${extension} exports no function ${exportName}`);
      return handler;
    } catch (error) {
      if (error.code !== "ERR_MODULE_NOT_FOUND" || !String(error.message).includes(modulePath + extension))
        throw error;
      problems.push(error.message);
    }
  }
  throw new Error(`Cannot find the handler's module: ${problems.join("; ")}`);
}

const describe = (error) => ({
  errorType: error?.name ?? "Error",
  errorMessage: error?.message ?? String(error),
  trace: String(error?.stack ?? "").split("\n"),
});

let handler;
process.on("message", async ({ id, event, context, deadline, cloudAheadMs }) => {
  process.send({ id, taken: true });
  aheadMs = cloudAheadMs;
  try {
    handler ??= loadHandler();
    const invoke = await handler;
    const payload = await invoke(event, {
      ...context,
      getRemainingTimeInMillis: () => deadline - machineNow(),
    });
    process.send({ id, payload: payload === undefined ? null : payload });
  } catch (error) {
    process.send({ id, error: describe(error) });
  }
});
// The local cloud is gone: nobody is left to answer.
process.on("disconnect", () => process.exit(0));
process.on("uncaughtException", (error) => {
  process.send({ error: describe(error) });
  process.exit(1);
});
