import { useRoute } from "vue-router";

/** A parameter of the page's address as text; empty when it is not there (or there twice). */
export const useQueryText = (name: string): string => {
  const value = useRoute().query[name];
  return typeof value === "string" ? value : "";
};
