import * as v from "valibot";
import { notFound } from "../errors.ts";
import { page, pageMembers, pageQuery, text } from "../members.ts";
import { type Call, operation } from "../operation.ts";

export const listTags = operation({
  method: "GET",
  path: "/tags/{ResourceArn}",
  query: pageQuery,
  input: v.object({ ResourceArn: text, ...pageMembers }),
  resource: ({ ResourceArn }, call) => tagged(ResourceArn, call),
  run({ ResourceArn, ...paging }, call) {
    const [items, NextToken] = page(Object.entries(tagged(ResourceArn, call).tags), ([name]) => name, paging);
    return { Tags: Object.fromEntries(items), NextToken };
  },
});

function tagged(arn: string, { plans, points, vaults }: Call): { arn: string; tags: Record<string, string> } {
  const found = [...vaults.list(), ...plans.list()].find((one) => one.arn === arn) ?? points.find(arn);
  if (!found) throw notFound(`Resource ${arn} does not exist`);
  return found;
}
