// Runs one Lambda function in a process of its own. Plain JavaScript: it starts hundreds of times, before anything else.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { dateAt } from "../../cloudDate.mjs";

const root = process.env.LAMBDA_TASK_ROOT;

// Timers and `performance` stay the machine's: the function runs as fast as it does.
const machineNow = Date.now;
let aheadMs = 0;
globalThis.Date = dateAt(() => machineNow() + aheadMs);
Date.prototype.constructor = Date;

const failure = (name, message) => Object.assign(new Error(message), { name });

async function loadHandler() {
  const [, modulePath, exportName] = /^(.*)\.([^./\\]+)$/.exec(process.env._HANDLER) ?? [];
  if (!exportName) throw failure("Runtime.MalformedHandlerName", "Bad handler");
  const path = [".mjs", ".js", ".cjs"]
    .map((extension) => join(root, modulePath + extension))
    .find(existsSync);
  if (!path) throw failure("Runtime.ImportModuleError", `Error: Cannot find module '${modulePath}'`);
  const module = await import(pathToFileURL(path).href).catch((error) => {
    if (error instanceof SyntaxError)
      throw failure("Runtime.UserCodeSyntaxError", `SyntaxError: ${error.message}`);
    if (/^(ERR_MODULE_NOT_FOUND|MODULE_NOT_FOUND)$/.test(error?.code))
      throw failure("Runtime.ImportModuleError", `Error: ${error.message}`);
    throw error;
  });
  const handler = module[exportName] ?? module.default?.[exportName];
  if (handler === undefined)
    throw failure("Runtime.HandlerNotFound", `${process.env._HANDLER} is undefined or not exported`);
  if (typeof handler !== "function")
    throw failure("Runtime.HandlerNotFound", `${process.env._HANDLER} is not a function`);
  return takesCallback(handler) ? withCallback(handler) : handler;
}

// https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html#nodejs-handler-callback
function takesCallback(handler) {
  if (handler.length < 3) return false;
  const version = Number(/nodejs(\d+)/.exec(process.env.AWS_EXECUTION_ENV)?.[1] ?? 0);
  if (version < 24) return true;
  throw failure(
    "Runtime.CallbackHandlerDeprecated",
    "ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.",
  );
}

const withCallback = (handler) => (event, context) =>
  new Promise((resolve, reject) => {
    const returned = handler(event, context, (error, value) => (error ? reject(error) : resolve(value)));
    if (typeof returned?.then === "function") returned.then(resolve, reject);
  });

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

const die = (error, status) => process.send({ error: describe(error) }, () => process.exit(status));
process.on("uncaughtException", (error) => die(error, 129));
process.on("unhandledRejection", (reason) => {
  const message = reason instanceof Error ? String(reason) : JSON.stringify(reason);
  die(failure("Runtime.UnhandledPromiseRejection", message), 128);
});
