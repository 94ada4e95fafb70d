import { describe, expect, it } from "vitest";
import { run } from "../../program.ts";
import { fakeCloud, fakeWorld } from "../../testing.ts";
import { account, admin, look, policyInput, raise, text, vault } from "../testing.ts";

describe("the names", () => {
  const notDeployed = { DescribeStacks: raise("ValidationError", "Stack does not exist") };
  const noRole = { GetRole: raise("NoSuchEntityException") };

  it("are free before the first deploy", async () => {
    const free = { ...notDeployed, ...noRole, ListBackupVaults: () => ({ BackupVaultList: [] }) };
    expect((await look({}, free)).code).toBe(0);
  });

  it("are taken by what a removed stack left behind, which a deploy can't make again", async () => {
    const { code, broken } = await look({}, { ...notDeployed, GetRole: () => ({ Role: { Arn: admin } }) });

    expect(code).toBe(1);
    expect(broken).toEqual([
      text("The vault test-holdfast is there, and the stack test-holdfast-Backup isn't"),
      text("The role test-holdfast-BackupAdmin is there"),
    ]);
    expect(broken[0]).toContain("npx holdfast teardown --stage test --vault test-holdfast --delete");
    expect(broken[1]).toContain("aws iam delete-role --role-name test-holdfast-BackupAdmin");
  });

  it("are gone where the stack's vault was torn down", async () => {
    const { broken } = await look({}, { ListBackupVaults: () => ({ BackupVaultList: [] }) });
    expect(broken).toEqual([text("its vault test-holdfast is gone")]);
  });

  it("are told where the deploy would make another vault and leave the old one", async () => {
    const { code, told } = await look({ vault: vault({ name: "other" }) });

    expect(code).toBe(0);
    expect(told).toEqual([text("the deploy makes test-other and leaves test-holdfast behind")]);
  });

  it("are refused where AWS Backup has none that long", async () => {
    const long = "a-name-of-as-many-as-30-letters";
    const { world, warned } = fakeWorld(
      fakeCloud({ GetCallerIdentity: () => ({ Account: account }) }).cloud,
      {
        readPolicy: async () => ({ policy: { ...policyInput(), vault: vault({ name: long.slice(0, 30) }) } }),
      },
    );
    Object.assign(await world.connect({ data: "" }), { stage: "a-stage-named-for-a-branch" });

    expect(await run(["preflight"], world)).toBe(2);
    expect(warned.join()).toContain("AWS Backup takes 47");
  });
});
