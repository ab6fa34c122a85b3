import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RecordingFormat } from '../domain/recording/formats.ts';
import { engineNodeFlags } from '../engine/node-flags.ts';
import { endChild, nextMessage } from './child-process.ts';

/** Something that takes in streams and puts them on disk, ready to be sent to. */
export interface RunningContender {
  readonly pids: readonly number[];
  readonly protocol: 'rtmp' | 'raw';
  readonly targets: readonly { readonly port: number; readonly key: string }[];
  /** Asks the process itself; only ours answers. */
  ask(): Promise<Readonly<Record<string, number>>>;
  stop(): Promise<void>;
}

export interface Contender {
  readonly name: string;
  /** What it is, in a sentence for the results. */
  readonly what: string;
  start(streams: number, folder: string): Promise<RunningContender>;
}

const keyOf = (index: number): string => `room${index}?sdkappid=1400000123&userid=user${index}&usersig=bench`;

/** The engine's RTMP server and recorders in one process, as `engine/main.ts` runs them, without database and callbacks. */
export const ourEngine = (formats: readonly RecordingFormat[]): Contender => ({
  name: 'roomtape',
  what: `one process: own RTMP server, ${formats.join(', ')} by own muxers`,
  start: (streams, folder) => startNode('recording-process.ts', [folder, formats.join(',')], 'rtmp', streams),
});

/** The least that can be done with a stream: its bytes from the socket into one file. */
export const plainCopy: Contender = {
  name: 'copy',
  what: 'one Node process: bytes from the socket into one file, no protocol, one copy',
  start: (streams, folder) => startNode('copy-process.ts', [folder], 'raw', streams),
};

const copied = ['-map', '0', '-c', 'copy'];
const ffmpegOutputs: Readonly<Record<RecordingFormat, readonly string[]>> = {
  hls: [
    ...[...copied, '-f', 'hls', '-hls_time', '2', '-hls_segment_type', 'fmp4'],
    ...['-hls_playlist_type', 'event', 'playlist.m3u8'],
  ],
  mp4: [...copied, '-movflags', '+frag_keyframe+empty_moov+default_base_moof', '-f', 'mp4', 'f0.mp4'],
  flv: [...copied, '-f', 'flv', 'f0.flv'],
  aac: ['-map', '0:a', '-c', 'copy', '-f', 'adts', 'f0.aac'],
};

/** What one would do without Roomtape. */
export const ffmpegPerStream = (formats: readonly RecordingFormat[]): Contender => ({
  name: 'ffmpeg',
  what: `one ffmpeg process for each stream: -listen 1, -c copy into ${formats.join(', ')} (HLS and MP4 fragmented)`,
  async start(streams, folder) {
    const ports = await freePorts(streams);
    const children = ports.map((port, index) => {
      const own = join(folder, String(index));
      mkdirSync(own, { recursive: true });
      const args = [
        ...['-hide_banner', '-loglevel', 'error', '-nostdin', '-y', '-analyzeduration', '500000'],
        ...['-listen', '1', '-i', `rtmp://127.0.0.1:${port}/push/room${index}`],
        ...formats.flatMap((format) => ffmpegOutputs[format]),
      ];
      // Its complaints are ignored: every one of them complains when its publisher goes. A lost stream is seen by the load.
      return spawn('ffmpeg', args, { cwd: own, stdio: 'ignore' });
    });
    return {
      pids: children.map(({ pid }) => pid ?? 0),
      protocol: 'rtmp',
      targets: ports.map((port, index) => ({ port, key: `room${index}` })),
      ask: () => Promise.resolve({}),
      async stop() {
        await Promise.all(children.map((child) => endChild(child, 5000)));
      },
    };
  },
});

/** Hundreds of files are closed with a sync each. */
const stopPatienceMs = 60_000;

async function startNode(
  program: string,
  args: readonly string[],
  protocol: 'rtmp' | 'raw',
  streams: number,
): Promise<RunningContender> {
  const path = fileURLToPath(new URL(program, import.meta.url));
  const child = fork(path, args, {
    // As the supervisor runs the engine; the copy gets the same.
    execArgv: [...engineNodeFlags, '--import', 'tsx'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ready = await nextMessage<{ port: number }>(child, program);
  return {
    pids: [child.pid ?? 0],
    protocol,
    targets: Array.from({ length: streams }, (_, index) => ({ port: ready.port, key: keyOf(index) })),
    ask() {
      child.send({});
      return nextMessage(child, program);
    },
    async stop() {
      if (child.connected) child.disconnect();
      await endChild(child, stopPatienceMs);
    },
  };
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}
