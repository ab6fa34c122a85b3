/** An object without some of its fields. */
export function without<T extends object, K extends keyof T>(from: T, ...fields: readonly K[]): Omit<T, K> {
  return Object.fromEntries(
    Object.entries(from).filter(([field]) => !(fields as readonly PropertyKey[]).includes(field)),
  ) as Omit<T, K>;
}
