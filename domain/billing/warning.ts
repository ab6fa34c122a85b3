export const warningCodes = [
  ...(['NO_RATE', 'TIER_EDGE', 'MINIMUM_DAYS', 'NOT_APPLIED', 'UNCERTAIN'] as const),
] as const;

/** Something that the reader of a cost must know. NO_RATE makes it incomplete. */
export interface CostWarning {
  readonly code: (typeof warningCodes)[number];
  readonly message: string;
}
