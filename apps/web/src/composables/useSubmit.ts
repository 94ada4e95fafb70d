import { ref } from "vue";

export type SubmitState = "idle" | "sending" | "error";

/** One action of a form: runs once at a time, and keeps its failure in words until the next try. */
export const useSubmit = <Args extends unknown[]>(
  action: (...args: Args) => Promise<unknown>,
  explain: (error: unknown) => string,
) => {
  const state = ref<SubmitState>("idle");
  const error = ref("");

  const submit = async (...args: Args) => {
    if (state.value === "sending") return;
    state.value = "sending";
    error.value = "";
    try {
      await action(...args);
      state.value = "idle";
    } catch (cause) {
      state.value = "error";
      error.value = explain(cause);
    }
  };

  return { state, error, submit };
};
