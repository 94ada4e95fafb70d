export { describeFault, type Fault } from "./fault.ts";
export { aboutKind, type FaultKind, kindNames } from "./kinds.ts";
