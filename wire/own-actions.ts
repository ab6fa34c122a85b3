/**
 * The version of the calls that the vendor lacks. Only an engine of ours serves them, beside the vendor's own and signed
 * as they are; the server refuses to send them to Tencent's cloud. `docs/wire.md` lists each.
 */
export const roomtapeVersion = '2026-11-01';
