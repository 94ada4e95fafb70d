export interface User {
  id: string;
  name: string;
}

/** Amplify writes an owner as `<sub>::<username>`; the name is what people know. */
export const ownerName = (owner: string | null | undefined): string => owner?.split("::").at(-1) ?? "";

/** Whether the API would let this user change what `owner` owns (it compares the same three claims). */
export const isOwner = (owner: string | null | undefined, user: User | null): boolean =>
  user !== null && [`${user.id}::${user.name}`, user.id, user.name].includes(owner ?? "");
