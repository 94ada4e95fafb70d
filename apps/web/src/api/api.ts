import { type InjectionKey, inject } from "vue";
import { categoriesApi } from "./categories.ts";
import type { Client } from "./client.ts";
import { itemsApi } from "./items.ts";
import { protectionApi } from "./protection.ts";

export const createApi = (client: Client) => ({
  categories: categoriesApi(client),
  items: itemsApi(client),
  protection: protectionApi(client),
});

export type Api = ReturnType<typeof createApi>;

export const apiKey: InjectionKey<Api> = Symbol("api");

export const useApi = (): Api => {
  const api = inject(apiKey);
  if (!api) throw new Error("No API: AppLayout.vue provides it to the signed-in pages.");
  return api;
};
