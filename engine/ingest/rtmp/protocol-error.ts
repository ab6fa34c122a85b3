/** A client broke RTMP or one of our bounds. Its connection ends; nobody else notices. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}
