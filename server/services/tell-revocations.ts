import type { GrantRevoker } from '../ports/grant-revoker.ts';
import type { GrantStore } from '../ports/grants.ts';

const batch = 100;

/** Tells the provider of grants that were revoked while it could not be told. */
export async function tellRevocations(
  grants: Pick<GrantStore, 'untoldRevocations' | 'markRevocationTold'>,
  revoker: GrantRevoker,
  clock: () => Date,
): Promise<void> {
  for (const { id } of await grants.untoldRevocations(clock(), batch)) {
    await revoker.revoke(id);
    await grants.markRevocationTold(id, clock());
  }
}
