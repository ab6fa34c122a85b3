import type { GrantRevoker } from '../../ports/grant-revoker.ts';
import type { TencentClients } from './clients.ts';
import { callOwn } from './own-actions.ts';

export function openGrantRevoker(clients: Pick<TencentClients, 'own'>): GrantRevoker {
  return {
    isImmediate: clients.own !== null,
    async revoke(grantId) {
      await callOwn(clients, {
        action: 'RevokePlayback',
        parameters: { Us: grantId },
        changesSomething: true,
        onCloud:
          "Tencent's cloud cannot take an address back: it works until it expires, and the grant is not renewed.",
      });
    },
  };
}
