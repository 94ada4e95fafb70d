import type { ProtectedTable } from "@holdfast/data-model";
import { computed, ref, watch } from "vue";
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

  const state = computed((): ListState => {
    if (states.value.includes("error")) return "error";
    return states.value.includes("loading") ? "loading" : "done";
  });
  // A table whose verdicts are still on their way isn't one without a verdict.
  const isRead = ref(false);
  const markRead = (now: ListState) => {
    isRead.value ||= now === "done";
  };
  watch(state, markRead, { immediate: true, flush: "sync" });

  return {
    rows: computed(() => (isRead.value ? protections(tables.entries.value, verified.entries.value) : [])),
    state,
    error: computed(() => tables.error.value || verified.error.value),
    reload: () => Promise.all([tables.reload(), verified.reload()]),
  };
};
