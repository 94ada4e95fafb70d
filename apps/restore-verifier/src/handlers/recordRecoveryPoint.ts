import { parse } from "../parse.ts";
import { RecordRecoveryPointEvent, recordRecoveryPoint } from "../recordRecoveryPoint.ts";
import { services } from "../services.ts";

export const handler = async (event: unknown) =>
  recordRecoveryPoint(services())(parse(RecordRecoveryPointEvent, event, "The event"));
