/** Takes addresses that are out back. Our engine does; the vendor has no such call. */
export interface GrantRevoker {
  /** False on the vendor's cloud: a revoked grant is not renewed, and its addresses work until they expire. */
  readonly isImmediate: boolean;
  /** Every address that carries the grant is refused from now on. */
  revoke(grantId: string): Promise<void>;
}
