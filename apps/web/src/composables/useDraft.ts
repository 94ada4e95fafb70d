import { reactive, ref } from "vue";

/**
 * The fields of a form that makes one thing after another: empty for the next as soon as one is sent.
 * What could not be made comes back into the fields, unless something new is being written there.
 */
export const useDraft = <Draft extends Record<string, string>>(
  blank: Draft,
  create: (draft: Draft) => Promise<unknown>,
  explain: (error: unknown) => string,
) => {
  const draft = reactive({ ...blank }) as Draft;
  const error = ref("");

  const submit = async () => {
    const sent = { ...draft };
    Object.assign(draft, blank);
    error.value = "";
    try {
      await create(sent);
    } catch (cause) {
      error.value = explain(cause);
      if (Object.entries(blank).every(([name, value]) => draft[name] === value)) Object.assign(draft, sent);
    }
  };

  return { draft, error, submit };
};
