/**
 * The vendor's two kinds of application, which exclude each other: `legacy`, made before 2022-08-01, is recorded by its
 * settings; `task` only by tasks that are asked for (https://cloud.tencent.com/document/product/647/76497).
 */
export type ApplicationKind = 'legacy' | 'task';

/** Numbers that begin with 140 are legacy, with 200 newer ones (https://trtc.io/document/52817). */
export function kindOfApplication(sdkAppId: number): ApplicationKind {
  return /^2\d{9}$/.test(String(sdkAppId)) ? 'task' : 'legacy';
}
