import {
  createItem,
  deleteItem,
  getItem,
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
  const get = async (id: string): Promise<ItemEntry | null> =>
    (await client.query(getItem, { id })).getItem ?? null;
  // The owner has a rule of its own, so the API leaves it out of what mutations answer and subscriptions bring.
  const whole = async (item: ItemEntry) => (item.owner ? item : get(item.id));

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
        whole,
      }),
    }),
    create: async (input: { categoryID: string; name: string; headline: string }): Promise<ItemEntry> => {
      const created = (await client.mutate(createItem, { input })).createItem!;
      return (await whole(created)) ?? created;
    },
    update: async (input: { id: string; name: string; headline: string }): Promise<ItemEntry> => {
      const updated = (await client.mutate(updateItem, { input })).updateItem!;
      return (await whole(updated)) ?? updated;
    },
    remove: async (id: string): Promise<void> => {
      await client.mutate(deleteItem, { input: { id } });
    },
  };
};
