declare module 'tls-sig-api-v2' {
  export class Api {
    constructor(sdkAppId: number, key: string);
    genSig(userId: string, lifetimeSeconds: number): string;
  }
}
