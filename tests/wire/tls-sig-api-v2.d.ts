declare module 'tls-sig-api-v2' {
  export class Api {
    constructor(sdkAppId: number, key: string);
    genSig(userId: string, lifetimeSeconds: number): string;
    genPrivateMapKey(userId: string, lifetimeSeconds: number, room: number, privileges: number): string;
    genPrivateMapKeyWithStringRoomID(
      userId: string,
      lifetimeSeconds: number,
      room: string,
      privileges: number,
    ): string;
  }
}
