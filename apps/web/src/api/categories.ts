import {
  type Category,
  createCategory,
  deleteCategory,
  getCategory,
  itemsByCategoryID,
  listCategories,
  onCreateCategory,
  onDeleteCategory,
  onUpdateCategory,
  updateCategory,
} from "@holdfast/data-model";
import type { LiveSource } from "../composables/useLiveList.ts";
import { Refusal } from "./apiErrors.ts";
import type { Client } from "./client.ts";
import { pageOf, pageSize } from "./page.ts";
import { watchModel } from "./watch.ts";

export type CategoryEntry = Omit<Category, "items">;

export const categoriesApi = (client: Client) => {
  const get = async (id: string): Promise<CategoryEntry | null> =>
    (await client.query(getCategory, { id })).getCategory ?? null;
  const watch = (only?: (category: CategoryEntry) => boolean) =>
    watchModel(client, {
      saved: [onCreateCategory, onUpdateCategory],
      deleted: onDeleteCategory,
      only,
    });

  const all: LiveSource<CategoryEntry> = {
    page: async (nextToken) =>
      pageOf((await client.query(listCategories, { limit: pageSize, nextToken })).listCategories),
    watch: watch(),
  };

  return {
    all,
    /** One category as a list of one, or of none when it is gone. */
    one: (id: string): LiveSource<CategoryEntry> => ({
      page: async () => pageOf({ items: [await get(id)] }),
      watch: watch((category) => category.id === id),
    }),
    create: async (name: string): Promise<CategoryEntry> =>
      (await client.mutate(createCategory, { input: { name } })).createCategory!,
    rename: async (id: string, name: string): Promise<CategoryEntry> =>
      (await client.mutate(updateCategory, { input: { id, name } })).updateCategory!,
    /** Refuses while items are left: they would refer to a category that is gone. */
    remove: async (id: string): Promise<void> => {
      const left = await client.query(itemsByCategoryID, { categoryID: id, limit: 1 });
      if (pageOf(left.itemsByCategoryID).items.length > 0) {
        throw new Refusal("This category still has items. Delete them first, then the category.");
      }
      await client.mutate(deleteCategory, { input: { id } });
    },
  };
};
