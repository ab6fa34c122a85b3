import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { setTimeout as after } from 'node:timers/promises';
import { MediaStreamTrack, RTCPeerConnection, RTCRtpCodecParameters, useOPUS } from 'werift';

// Publishers that encode nothing: ffmpeg sends one coded stream as RTP, and each packet goes out to the engine once for each
// of them. Arguments: the endpoint's base, how many, the source file.
const [base, count, source] = process.argv.slice(2) as [string, string, string];

const h264 = (): RTCRtpCodecParameters =>
  new RTCRtpCodecParameters({
    mimeType: 'video/H264',
    clockRate: 90_000,
    rtcpFeedback: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }],
    parameters: 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f',
  });

interface Sender {
  readonly peer: RTCPeerConnection;
  readonly tracks: Readonly<Record<'video' | 'audio', MediaStreamTrack>>;
  readonly session: string;
}

async function publish(number: number): Promise<Sender> {
  const peer = new RTCPeerConnection({
    codecs: { video: [h264()], audio: [useOPUS()] },
    bundlePolicy: 'max-bundle',
    iceServers: [],
    iceUseIpv6: false,
    iceUseIpv4: false,
    iceAdditionalHostAddresses: ['127.0.0.1'],
    iceInterfaceAddresses: { udp4: '127.0.0.1' },
  });
  const tracks = {
    video: new MediaStreamTrack({ kind: 'video' }),
    audio: new MediaStreamTrack({ kind: 'audio' }),
  };
  for (const track of Object.values(tracks)) peer.addTransceiver(track, { direction: 'sendonly' });
  // It would ask a server on the internet for its address.
  for (const { connection } of peer.iceTransports) Object.assign(connection, { stunServer: undefined });
  await peer.setLocalDescription(await peer.createOffer());
  const answer = await fetch(
    `${base}/room-${String(number)}?sdkappid=1400000123&userid=sender-${String(number)}`,
    {
      method: 'POST',
      headers: { 'content-type': 'application/sdp', authorization: 'Bearer bench' },
      body: peer.localDescription!.sdp,
    },
  );
  const sdp = await answer.text();
  if (answer.status !== 201) throw new Error(`${String(answer.status)} ${sdp}`);
  const connected = peer.connectionStateChange.watch((state) => state === 'connected', 20_000);
  await peer.setRemoteDescription({ type: 'answer', sdp });
  await connected;
  return { peer, tracks, session: new URL(answer.headers.get('location')!, base).href };
}

const senders: Sender[] = [];
for (let number = 0; number < Number(count); number++) senders.push(await publish(number));

let pictures = 0;
const ports: number[] = [];
const sockets = (['video', 'audio'] as const).map((kind) => {
  const socket = createSocket({ type: 'udp4', recvBufferSize: 4 * 1024 * 1024 });
  socket.on('message', (packet) => {
    if (packet[0] !== 0x80) return;
    if (kind === 'video' && (packet[1]! & 0x80) !== 0) pictures += 1;
    for (const { tracks } of senders) tracks[kind].writeRtp(packet);
  });
  return { kind, socket };
});
for (const { socket } of sockets) {
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  ports.push(socket.address().port);
}
const [video, audio] = ports as [number, number];
const feed = spawn(
  'ffmpeg',
  [
    ...['-v', 'error', '-re', '-i', source],
    ...['-map', '0:v', '-c', 'copy', '-bsf:v', 'h264_mp4toannexb', '-f', 'rtp'],
    ...[`rtp://127.0.0.1:${String(video)}?pkt_size=1200`],
    ...['-map', '0:a', '-c', 'copy', '-f', 'rtp', `rtp://127.0.0.1:${String(audio)}?pkt_size=1200`],
  ],
  { stdio: ['ignore', 'ignore', 'inherit'] },
);
process.send?.({ senders: senders.length });
process.on('message', () => {
  void (async () => {
    feed.kill('SIGKILL');
    await after(500);
    const send = { method: 'DELETE', headers: { authorization: 'Bearer bench' } };
    await Promise.all(senders.map(({ session }) => fetch(session, send)));
    process.send?.({ pictures });
  })();
});
process.on('disconnect', () => {
  feed.kill('SIGKILL');
  process.exit(0);
});
