/**
 * What a resolver answers for an object type whose fields are data alone: the same fields, without being made by the
 * class that describes them.
 */
export type Plain<T> = {
  readonly [Key in keyof T]: T[Key] extends readonly (infer Item)[] ? readonly Plain<Item>[] : T[Key];
};
