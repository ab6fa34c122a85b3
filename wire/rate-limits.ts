/**
 * Calls of one action that an account may make in a second, where a page of the vendor's says so:
 * https://www.tencentcloud.com/document/product/647/37761, 647/48247, https://trtc.io/document/45169,
 * https://www.tencentcloud.com/document/product/266 (ModifyEventConfig), and the comments of the SDK's trtc client.
 */
const documented: Readonly<Record<string, number>> = {
  StartMCUMixTranscode: 20,
  StartMCUMixTranscodeByStrRoomId: 20,
  StopMCUMixTranscode: 20,
  StopMCUMixTranscodeByStrRoomId: 20,
  StartPublishCdnStream: 20,
  UpdatePublishCdnStream: 20,
  StopPublishCdnStream: 20,
  CreateCloudRecording: 20,
  ModifyCloudRecording: 20,
  DescribeCloudRecording: 20,
  DeleteCloudRecording: 20,
  DescribeTrtcUsage: 5,
  DescribeRecordingUsage: 5,
  DescribeMixTranscodingUsage: 5,
  ModifyEventConfig: 20,
};
/** What most of the vendor's pages say; of the actions that are not above it is uncertain. */
const usual = 20;

export function callsPerSecond(action: string): number {
  return Object.hasOwn(documented, action) ? documented[action]! : usual;
}

/** Counts the calls of each action within any second. Times are milliseconds of any clock that only goes forward. */
export class RateWindow {
  readonly #calls = new Map<string, number[]>();
  readonly #spanMs: number;

  /** Whoever calls takes a little more than a second, since calls come closer to each other on their way. */
  constructor(spanMs = 1000) {
    this.#spanMs = spanMs;
  }

  /** Takes a call when one is allowed now and answers 0; otherwise in how many milliseconds one will be. */
  take(action: string, nowMs: number): number {
    const calls = (this.#calls.get(action) ?? []).filter((atMs) => atMs > nowMs - this.#spanMs);
    this.#calls.set(action, calls);
    if (calls.length >= callsPerSecond(action)) return calls[0]! + this.#spanMs - nowMs;
    calls.push(nowMs);
    return 0;
  }
}
