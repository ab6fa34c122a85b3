/** How this engine's account calls itself in events and addresses. */
export interface Account {
  /** APPID of the account, which is not the SDKAppID of an application. */
  readonly appId: number;
  /** Base of media addresses, without a slash at the end. Asked for each time: a port may be known late. */
  readonly publicUrl: () => string;
}

/** What stands for the vendor's push domain and path in the events of streams. */
export const pushDomain = 'livepush.roomtape';

export function pushPath(sdkAppId: number): string {
  return `trtc_${String(sdkAppId)}`;
}

/** The application of a push path, or null for a path of another kind. */
export function applicationOfPath(path: string): number | null {
  const match = /^trtc_(\d{1,10})$/.exec(path);
  return match === null ? null : Number(match[1]);
}

/** `/vod/<application>/<fileId>/<name>`: a file's path as its address and its hotlink signature know it. */
export function mediaPath(account: Account, subAppId: number | null, storedPath: string): string {
  return `/vod/${String(subAppId ?? account.appId)}/${storedPath}`;
}
