import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CssEvent, CssFileEvent, CssPushEvent, CssRecordStatusEvent } from '../../wire/css-callback.ts';
import type { CssExceptionEvent } from '../../wire/css-exception.ts';
import { parseCssEnvelope, parseCssEvent } from '../../wire/css-callback-parse.ts';
import { verifyCssCallback, verifyTrtcCallback } from '../../wire/callback-sign.ts';
import type { TrtcEvent } from '../../wire/trtc-callback.ts';
import { parseTrtcEvent } from '../../wire/trtc-callback.ts';
import type { TrtcRelayEvent } from '../../wire/trtc-relay-callback.ts';
import { parseTrtcRelayEvent } from '../../wire/trtc-relay-callback.ts';
import type { TrtcRecordingEvent } from '../../wire/trtc-recording-callback.ts';
import { parseTrtcRecordingEvent } from '../../wire/trtc-recording-callback.ts';

export interface CallbackReceiver {
  readonly urls: { readonly css: string; readonly trtc: string };
  readonly css: CssEvent[];
  readonly trtc: TrtcEvent[];
  /** What recording tasks told. */
  readonly tasks: TrtcRecordingEvent[];
  /** How the targets of relays are. */
  readonly relays: TrtcRelayEvent[];
  /** Bodies as they came. */
  readonly bodies: Record<string, unknown>[];
  readonly faults: string[];
  /** While set, everything is answered with this status and not kept. */
  refuseWith: number | null;
  refused: number;
  files(): readonly CssFileEvent[];
  pushes(): readonly CssPushEvent[];
  statuses(): readonly CssRecordStatusEvent[];
  /** What was told of recordings that are not as they should be, and when it came. */
  readonly exceptions: { readonly event: CssExceptionEvent; readonly receivedMs: number }[];
  close(): Promise<void>;
}

/** Receives an engine's callbacks as a customer would: checks each signature, keeps what was right. */
export async function startCallbackReceiver(key: string): Promise<CallbackReceiver> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (receiver.refuseWith !== null) {
        receiver.refused += 1;
        response.writeHead(receiver.refuseWith).end();
        return;
      }
      const body = Buffer.concat(chunks);
      if (request.url === '/css') takeCss(body.toString('utf8'));
      else takeTrtc(body, String(request.headers['sign']));
      receiver.bodies.push(JSON.parse(body.toString('utf8')) as Record<string, unknown>);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"code":0}');
    });
  });

  const takeCss = (body: string): void => {
    const envelope = parseCssEnvelope(body);
    if ('problem' in envelope) return void receiver.faults.push(envelope.detail);
    const verdict = verifyCssCallback(key, envelope.t, envelope.sign, Math.floor(Date.now() / 1000));
    if (verdict !== 'ok') return void receiver.faults.push(`css sign: ${verdict}`);
    const event = parseCssEvent(body);
    if ('problem' in event) receiver.faults.push(event.detail);
    else {
      receiver.css.push(event);
      if (event.kind === 'record-exception') receiver.exceptions.push({ event, receivedMs: Date.now() });
    }
  };
  const takeTrtc = (body: Buffer, sign: string): void => {
    if (!verifyTrtcCallback(key, body, sign)) return void receiver.faults.push('trtc sign');
    const task = parseTrtcRecordingEvent(body.toString('utf8'));
    if (task !== null) {
      if ('problem' in task) receiver.faults.push(task.detail);
      else receiver.tasks.push(task);
      return;
    }
    const relay = parseTrtcRelayEvent(body.toString('utf8'));
    if (relay !== null) {
      if ('problem' in relay) receiver.faults.push(relay.detail);
      else receiver.relays.push(relay);
      return;
    }
    const event = parseTrtcEvent(body.toString('utf8'));
    if ('problem' in event) receiver.faults.push(event.detail);
    else receiver.trtc.push(event);
  };

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const receiver: CallbackReceiver = {
    urls: { css: `${base}/css`, trtc: `${base}/trtc` },
    css: [],
    trtc: [],
    tasks: [],
    relays: [],
    bodies: [],
    faults: [],
    exceptions: [],
    refuseWith: null,
    refused: 0,
    files: () => receiver.css.filter((event) => event.kind === 'file'),
    pushes: () => receiver.css.filter((event) => event.kind === 'push'),
    statuses: () => receiver.css.filter((event) => event.kind === 'record-status'),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}
