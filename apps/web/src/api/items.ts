import {
  createItem,
  deleteItem,
  type Item,
  itemsByCategoryID,
  onCreateItem,
  onDeleteItem,
  onUpdateItem,
  updateItem,
} from "@holdfast/data-model";
import type { LiveSource } from "../composables/useLiveList.ts";
import type { Client } from "./client.ts";
import { pageOf, pageSize } from "./page.ts";
import { watchModel } from "./watch.ts";

export type ItemEntry = Omit<Item, "category">;

export const itemsApi = (client: Client) => {
  return {
    of: (categoryID: string): LiveSource<ItemEntry> => ({
      page: async (nextToken) => {
        const { itemsByCategoryID: page } = await client.query(itemsByCategoryID, {
          categoryID,
          limit: pageSize,
          nextToken,
        });
        return pageOf(page);
      },
      watch: watchModel(client, {
        saved: [onCreateItem, onUpdateItem],
        deleted: onDeleteItem,
        only: (item) => item.categoryID === categoryID,
      }),
    }),
    create: async (input: { categoryID: string; name: string; headline: string }): Promise<ItemEntry> =>
      (await client.mutate(createItem, { input })).createItem!,
    update: async (input: { id: string; name: string; headline: string }): Promise<ItemEntry> =>
      (await client.mutate(updateItem, { input })).updateItem!,
    remove: async (id: string): Promise<void> => {
      await client.mutate(deleteItem, { input: { id } });
    },
  };
};
