import {
  getVerification,
  listProtectedTables,
  onCreateProtectedTable,
  onCreateVerification,
  onDeleteProtectedTable,
  onDeleteVerification,
  onUpdateProtectedTable,
  onUpdateVerification,
  type ProtectedTable,
  verificationsByTable,
} from "@holdfast/data-model";
import type { LiveSource, Page } from "../composables/useLiveList.ts";
import type { Verified } from "../protection/protection.ts";
import type { Client } from "./client.ts";
import { pageOf } from "./page.ts";
import { watchModel } from "./watch.ts";

const shownVerdicts = 8;

export const protectionApi = (client: Client) => {
  const allTables = async () => {
    const tables: ProtectedTable[] = [];
    let nextToken: string | null = null;
    do {
      const page: Page<ProtectedTable> = pageOf(
        (await client.query(listProtectedTables, { limit: 100, nextToken })).listProtectedTables,
      );
      tables.push(...page.items);
      nextToken = page.nextToken;
    } while (nextToken);
    return tables;
  };

  const newestOf = async (tableName: string): Promise<Verified[]> => {
    const variables = { tableName, sortDirection: "DESC", limit: shownVerdicts } as const;
    const { verificationsByTable: page } = await client.query(verificationsByTable, variables);
    const [newest, ...earlier]: Verified[] = pageOf(page).items;
    if (!newest) return [];
    // Lists leave nested objects out; the newest is read once more for its findings.
    const { getVerification: whole } = await client.query(getVerification, { id: newest.id });
    return [whole ?? newest, ...earlier];
  };

  const tables: LiveSource<ProtectedTable> = {
    page: async () => ({ items: await allTables(), nextToken: null }),
    watch: watchModel(client, {
      saved: [onCreateProtectedTable, onUpdateProtectedTable],
      deleted: onDeleteProtectedTable,
    }),
  };

  const verifications: LiveSource<Verified> = {
    page: async () => {
      const newest = await Promise.all((await allTables()).map(({ id }) => newestOf(id)));
      return { items: newest.flat(), nextToken: null };
    },
    watch: watchModel(client, {
      saved: [onCreateVerification, onUpdateVerification],
      deleted: onDeleteVerification,
    }),
  };

  return { tables, verifications };
};
