export interface User {
  id: string;
  name: string;
}

/** Whether this user owns it. AppSync keeps an owner as `<sub>::<username>`, and shows the username alone. */
export const isOwner = (owner: string | null | undefined, user: User | null): boolean =>
  user !== null && owner === user.name;
