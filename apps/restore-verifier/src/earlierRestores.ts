import { type ModelSortDirection, verificationsByTable } from "@holdfast/data-model";
import type { Services } from "./services.ts";

const MOST = 10;

/** How many seconds the table's last restores took. Nothing where that can't be read: it is a trend, no proof. */
export const earlierRestores =
  ({ graphql }: Pick<Services, "graphql">) =>
  async (tableName: string): Promise<number[]> => {
    try {
      const { verificationsByTable: page } = await graphql(verificationsByTable, {
        tableName,
        sortDirection: "DESC" as ModelSortDirection,
        limit: MOST,
      });
      return (page?.items ?? []).flatMap((row) => row?.restoreSeconds ?? []);
    } catch {
      return [];
    }
  };
