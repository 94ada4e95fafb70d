import type { Assembly } from "./assembly/assembly.ts";
import { type DeployedResource, type Deployment, type DeployOptions, deploy } from "./deploy.ts";
import type { JsonFile } from "./jsonFile.ts";
import type { ResourceRemover } from "./service.ts";

/** What a deployment did to a resource. `kept`: it is no longer in the stacks, and stays because it holds data. */
export interface Change {
  change: "added" | "changed" | "removed" | "kept";
  type: string;
  /** `<stack>/<logical id>` */
  source: string;
}

export interface Update {
  changes: Change[];
  /** What of the templates doesn't run here, or isn't as they have it, a sentence each. */
  warnings: string[];
}

export interface Deployments {
  /** What is deployed; nothing yet while the first one is under way. */
  readonly current: Deployment;
  /**
   * Makes what the assembly describes of what is there, one deployment after the other. When that fails, what was
   * there before is deployed again, and the error is thrown.
   */
  apply(read: () => Promise<Assembly>): Promise<Update>;
}

interface DeploymentsDeps extends Omit<DeployOptions, "assembly"> {
  /** What the last deployment made: what isn't in the next one any more is removed, after a restart, too. */
  file: JsonFile<DeployedResource[]>;
  /** By type: what ends a resource that is no longer in the stacks. A type without one keeps its data. */
  removers: Record<string, ResourceRemover>;
  /** From now on assets are those of this assembly. */
  use(assembly: Assembly): void;
  /** What is made of several resources is made of them. */
  settle(): void;
}

export function createDeployments(deps: DeploymentsDeps): Deployments {
  const { file, removers, standIns, handlers } = deps;
  let current: Deployment = { stacks: [], warnings: [] };
  let deployed: Assembly | undefined;
  let last: Promise<unknown> = Promise.resolve();

  async function bring(assembly: Assembly, made: DeployedResource[]): Promise<Deployment> {
    deps.use(assembly);
    const deployment = await deploy({ ...deps, assembly }, made);
    deps.settle();
    return deployment;
  }

  async function apply(assembly: Assembly): Promise<Update> {
    const before = file.value;
    const made: DeployedResource[] = [];
    const deployment = await bring(assembly, made).catch(async (error) => {
      if (deployed) await goBack(deployed, before, made);
      throw error;
    });
    const gone = await removeGone(before, made);
    [current, deployed] = [deployment, assembly];
    file.value = [...made, ...gone.filter(({ change }) => change === "kept").map(({ resource }) => resource)];
    file.save();
    return {
      changes: [
        ...changesBetween(before, made),
        ...gone.map(({ resource, change }) => ({ change, type: resource.type, source: resource.source })),
      ],
      warnings: [...deployment.warnings, ...gone.flatMap(({ warning }) => warning ?? [])],
    };
  }

  async function goBack(assembly: Assembly, before: DeployedResource[], made: DeployedResource[]) {
    await bring(assembly, []);
    await removeGone(made, before);
  }

  /** Last made, first removed: what uses a resource is gone before the resource. */
  async function removeGone(before: DeployedResource[], after: DeployedResource[]) {
    const stays = new Set(after.map(identity));
    const gone: { resource: DeployedResource; change: "removed" | "kept"; warning?: string }[] = [];
    for (const resource of before.toReversed()) {
      const { source, type, physicalId, retained } = resource;
      if (stays.has(identity(resource)) || type in standIns || !(type in handlers)) continue;
      const remove = retained ? undefined : removers[type];
      const problem = await remove?.(resource).catch((error: Error) => error.message);
      if (remove && problem === undefined) gone.push({ resource, change: "removed" });
      else {
        const why = problem ? `: ${problem}` : retained ? ", as its DeletionPolicy says" : "";
        const warning = `${source} is no longer in the stacks; ${type} ${physicalId} is kept${why}.`;
        gone.push({ resource, change: "kept", warning });
      }
    }
    return gone;
  }

  return {
    get current() {
      return current;
    },
    apply(read) {
      const mine = last.then(async () => apply(await read()));
      last = mine.catch(() => {});
      return mine;
    },
  };
}

const identity = ({ source, physicalId }: DeployedResource): string => `${source} ${physicalId}`;

function changesBetween(before: DeployedResource[], after: DeployedResource[]): Change[] {
  const known = new Map(before.map((resource) => [identity(resource), resource]));
  return after.flatMap((resource) => {
    const { type, source, digest } = resource;
    const earlier = known.get(identity(resource));
    if (earlier?.digest === digest) return [];
    return [{ change: earlier ? "changed" : "added", type, source }];
  });
}
