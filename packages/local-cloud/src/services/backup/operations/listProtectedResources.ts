import * as v from "valibot";
import { page, pageMembers, pageQuery } from "../members.ts";
import { operation } from "../operation.ts";
import { newestPoints, protectedResourceView } from "../protectedResource.ts";

export const listProtectedResources = operation({
  method: "GET",
  path: "/resources",
  query: pageQuery,
  input: v.object(pageMembers),
  run(paging, call) {
    const newest = [...newestPoints(call.points).values()];
    const [items, NextToken] = page(newest, ({ resourceArn }) => resourceArn, paging);
    return { Results: items.map((point) => protectedResourceView(point, call)), NextToken };
  },
});
