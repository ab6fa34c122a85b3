import { ApiFault } from '../../../wire/api-request.ts';
import type { Privilege, RoomGrant } from '../../../wire/private-map-key.ts';
import { hasPrivilege, verifyPrivateMapKey } from '../../../wire/private-map-key.ts';

/** Under advanced permission control a recording robot needs privileges as any user does; the vendor publishes no code for this. */
export function findMissingPrivilege(
  key: string | undefined,
  robot: Pick<RoomGrant, 'sdkAppId' | 'userId' | 'room'>,
  takes: { readonly audio: boolean; readonly video: boolean },
  { secretKey, nowSeconds }: { readonly secretKey: string; readonly nowSeconds: number },
): ApiFault | null {
  if (key === undefined)
    return new ApiFault(
      'MissingParameter',
      'PrivateMapKey is missing: this application is under advanced permission control.',
    );
  const judged = verifyPrivateMapKey(key, robot, secretKey, nowSeconds);
  if (typeof judged === 'string')
    return new ApiFault('InvalidParameter', `PrivateMapKey is not good: ${judged}.`);
  const needed: readonly Privilege[] = [
    'enter the room',
    ...(takes.audio ? ['receive audio' as const] : []),
    ...(takes.video ? ['receive video' as const] : []),
  ];
  const missing = needed.find((privilege) => !hasPrivilege(judged.privileges, privilege));
  return missing === undefined
    ? null
    : new ApiFault('InvalidParameter', `PrivateMapKey does not give the privilege to ${missing}.`);
}
