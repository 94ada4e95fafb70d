import type { ProtectedTable } from "@holdfast/data-model";
import { computed } from "vue";
import { explainApiError } from "../api/apiErrors.ts";
import { protections, type Verified } from "../protection/protection.ts";
import { type ListState, type LiveSource, useLiveList } from "./useLiveList.ts";

interface Sources {
  tables: LiveSource<ProtectedTable>;
  verifications: LiveSource<Verified>;
}

/** The protected tables with their verifications, as one list that is ready when both are. */
export const useProtection = (sources: Sources) => {
  const options = { compare: () => 0, explain: explainApiError };
  const tables = useLiveList(sources.tables, options);
  const verified = useLiveList(sources.verifications, options);
  const states = computed(() => [tables.state.value, verified.state.value]);

  return {
    rows: computed(() => protections(tables.entries.value, verified.entries.value)),
    state: computed((): ListState => {
      if (states.value.includes("error")) return "error";
      return states.value.includes("loading") ? "loading" : "done";
    }),
    error: computed(() => tables.error.value || verified.error.value),
    reload: () => Promise.all([tables.reload(), verified.reload()]),
  };
};
