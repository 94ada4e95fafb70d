import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
  env?: Record<string, string>;
}

interface Job {
  if?: string;
  permissions?: unknown;
  steps: Step[];
}

const text = readFileSync(new URL("../.github/workflows/ci.yml", import.meta.url), "utf8");
const workflow = parse(text) as { on: object; permissions: object; jobs: Record<string, Job> };
const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

const commands = (job: string) => workflow.jobs[job]?.steps.flatMap(({ run }) => run ?? []);

describe("the workflow of a team's CI", () => {
  it("may read the code and nothing else", () => {
    expect(workflow.permissions).toEqual({ contents: "read" });
    expect(Object.values(workflow.jobs).filter(({ permissions }) => permissions)).toEqual([]);
    expect(Object.keys(workflow.on)).toEqual(["pull_request", "push"]);
    expect(text).not.toContain("secrets.");
  });

  it("uses actions by their commit, and leaves no credentials behind", () => {
    const used = steps.flatMap(({ uses }) => uses ?? []);
    expect(used.length).toBeGreaterThan(0);
    for (const action of used) expect(action).toMatch(/^actions\/[\w-]+@[0-9a-f]{40}$/);
    const checkouts = steps.filter(({ uses }) => uses?.startsWith("actions/checkout@"));
    expect(checkouts.map((step) => step.with?.["persist-credentials"])).toEqual(checkouts.map(() => false));
  });

  it("puts nothing that a pull request names into a command's text", () => {
    expect(steps.filter(({ run }) => run?.includes("${{"))).toEqual([]);
  });

  it("proves everything, and of a pull request what it touches", () => {
    expect(commands("test")).toEqual([".ci/run"]);
    expect(commands("affected")).toEqual([
      "npm ci",
      'npx nx affected -t typecheck lint test build --base="origin/$BASE"',
    ]);
  });

  it("compares a pull request's policy with that of the branch it goes to, with all of its history there", () => {
    const { policy } = workflow.jobs;
    expect(policy?.if).toBe("github.event_name == 'pull_request'");
    expect(policy?.steps[0]?.with).toMatchObject({ "fetch-depth": 0 });
    expect(policy?.steps.at(-1)).toEqual({
      run: 'npx holdfast policy diff --base "origin/$BASE"',
      env: { BASE: expect.stringMatching(/^\$\{\{ github\.base_ref \}\}$/) },
    });
  });
});
