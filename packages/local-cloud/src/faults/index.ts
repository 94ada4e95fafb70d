export { describeFault, type Fault, timesOf } from "./fault.ts";
export { aboutKind, type FaultKind, kindNames } from "./kinds.ts";
