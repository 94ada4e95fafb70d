import * as v from "valibot";
import { AwsError } from "../errors.ts";
import type { JsonFile } from "../jsonFile.ts";
import { draw } from "./draw.ts";
import { describeFault, type Fault, faultInput } from "./fault.ts";
import type { FaultKind } from "./kinds.ts";
import { fits, fitsResource } from "./pattern.ts";

/** Something that a fault may strike. */
export interface Strikable {
  service: string;
  operation: string;
  /** Names or ARNs: one that fits is enough. */
  resources?: readonly string[];
}

/** What every place that a fault may strike consults. */
export interface Strike {
  /**
   * Whether one of the faults of that kind strikes here, and which. Each fault that this matches goes one step on in
   * its sequence.
   */
  strike(kind: FaultKind, at: Strikable): Fault | undefined;
  /** Whether one of them would strike whatever comes next here: no sequence goes on. */
  always(kind: FaultKind, at: Strikable): boolean;
}

export interface Faults extends Strike {
  /** Throws ValidationException, naming what is wrong. */
  add(input: unknown): Fault;
  /** Throws ResourceNotFoundException. */
  remove(id: string): Fault;
  /** Gives those that were on. */
  clear(): Fault[];
  list(): Fault[];
  /** Writes down how often each has struck. */
  stop(): void;
}

export interface KeptFaults {
  /** The number of the next one: an id isn't used twice. */
  next: number;
  faults: Fault[];
}

interface FaultsDeps {
  file: JsonFile<KeptFaults>;
  /** The services that can be struck. */
  services(): string[];
  log(message: string): void;
}

// Counting each call must not cost a write to the disk.
const saveAfterMs = 500;

/** Faults on request. They last until they are removed, a restart included. */
export function createFaults({ file, services, log }: FaultsDeps): Faults {
  let timer: NodeJS.Timeout | undefined;

  function save(): void {
    clearTimeout(timer);
    timer = undefined;
    file.save();
  }

  function saveSoon(): void {
    timer ??= setTimeout(save, saveAfterMs).unref();
  }

  return {
    strike(kind, at) {
      let struck: Fault | undefined;
      for (const fault of file.value.faults) {
        if (fault.kind !== kind || !matches(fault, at)) continue;
        const isHit = (fault.count ?? Infinity) > fault.hits && draw(fault.seed, fault.calls) < fault.rate;
        fault.calls++;
        if (isHit) fault.hits++;
        // One that may strike a few times only must not strike again after a crash.
        if (isHit && fault.count !== undefined) save();
        else saveSoon();
        if (isHit) struck ??= fault;
      }
      if (struck) log(`${struck.id} (${describeFault(struck)}) strikes ${at.service} ${at.operation}`);
      return struck;
    },
    always: (kind, at) =>
      file.value.faults.some(
        (fault) =>
          fault.kind === kind &&
          matches(fault, at) &&
          fault.rate === 1 &&
          (fault.count ?? Infinity) > fault.hits,
      ),
    add(input) {
      const parsed = v.safeParse(faultInput(services()), input);
      if (!parsed.success) throw invalid(parsed.issues);
      const { next } = file.value;
      const fault: Fault = { ...parsed.output, id: `f${next}`, calls: 0, hits: 0 };
      file.value = { next: next + 1, faults: [...file.value.faults, fault] };
      save();
      log(`${fault.id} is on: ${describeFault(fault)}`);
      return fault;
    },
    remove(id) {
      const fault = file.value.faults.find((one) => one.id === id);
      if (!fault) {
        const known = file.value.faults.map((one) => one.id).join(", ");
        throw new AwsError(
          "ResourceNotFoundException",
          `There is no fault ${id}; ${known ? `on are ${known}` : "none is on"}.`,
          { status: 404 },
        );
      }
      file.value = { ...file.value, faults: file.value.faults.filter((one) => one !== fault) };
      save();
      log(`${fault.id} is off`);
      return fault;
    },
    clear() {
      const { faults } = file.value;
      file.value = { ...file.value, faults: [] };
      save();
      for (const { id } of faults) log(`${id} is off`);
      return faults;
    },
    list: () => file.value.faults,
    stop() {
      if (timer) save();
    },
  };
}

function matches(fault: Fault, { service, operation, resources = [] }: Strikable): boolean {
  if (!fits(fault.service, service) || !fits(fault.operation, operation)) return false;
  return fault.resource === "*" || resources.some((resource) => fitsResource(fault.resource, resource));
}

function invalid(issues: v.BaseIssue<unknown>[]): AwsError {
  const faults = issues.map((issue) => {
    const member = v.getDotPath(issue);
    return member ? `${member}: ${issue.message}` : issue.message;
  });
  return new AwsError("ValidationException", faults.join(" "));
}

/** Nothing is ever struck. */
export const noFaults: Strike = { strike: () => undefined, always: () => false };
