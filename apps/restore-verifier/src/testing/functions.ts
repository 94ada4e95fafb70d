import { handler as awaitRestore } from "../handlers/awaitRestore.ts";
import { handler as check } from "../handlers/check.ts";
import { handler as cleanUp } from "../handlers/cleanUp.ts";
import { handler as findTest } from "../handlers/findTest.ts";
import { handler as joinRelations } from "../handlers/joinRelations.ts";
import { handler as joinSides } from "../handlers/joinSides.ts";
import { handler as pick } from "../handlers/pick.ts";
import { handler as plan } from "../handlers/plan.ts";
import { handler as record } from "../handlers/record.ts";
import { handler as scan } from "../handlers/scan.ts";
import { handler as startRestore } from "../handlers/startRestore.ts";
import { handler as sweep } from "../handlers/sweep.ts";

/** The function of each step. */
export const functions = {
  awaitRestore,
  check,
  cleanUp,
  findTest,
  joinRelations,
  joinSides,
  pick,
  plan,
  record,
  scan,
  startRestore,
  sweep,
};
