import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GatheredReads } from '../../../engine/ingest/rtmp/gathered-reads.ts';
import { ReadRounds } from '../../../engine/ingest/rtmp/read-rounds.ts';
import { eventually } from '../../support/eventually.ts';

describe('gathered reads', () => {
  let server: Server;
  let sender: Socket;
  let taker: Socket;
  let pieces: Buffer[];

  beforeEach(async () => {
    pieces = [];
    server = createServer({ highWaterMark: 1 }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const taken = once(server, 'connection');
    sender = connect((server.address() as AddressInfo).port, '127.0.0.1').setNoDelay();
    [taker] = (await taken) as [Socket];
  });
  afterEach(() => {
    sender.destroy();
    taker.destroy();
    server.close();
  });

  const read = (mayWait: () => boolean): GatheredReads => {
    const reads = new GatheredReads({ socket: taker, rounds: new ReadRounds(), mayWait });
    taker.on('data', (piece) => {
      pieces.push(piece);
      reads.read(piece.length);
    });
    taker.on('close', () => {
      reads.close();
    });
    return reads;
  };
  const received = (): Buffer => Buffer.concat(pieces);
  const whole = (length: number): Promise<true> =>
    eventually(`${length} bytes have come`, () => Promise.resolve(received().length === length || null));

  it('take many small messages in few pieces, every byte in its order', async () => {
    read(() => true);
    const sent: Buffer[] = [];
    for (let n = 0; n < 200; n += 1) {
      sent.push(Buffer.alloc(50, n));
      sender.write(sent[n]!);
      await delay(5);
    }
    await whole(200 * 50);
    expect(received().equals(Buffer.concat(sent))).toBe(true);
    expect(pieces.length).toBeLessThan(100);
  });

  it('hold up no sender of more than a receive buffer takes in', async () => {
    read(() => true);
    const large = Buffer.alloc(24 * 1024 * 1024, 7);
    sender.write(large);
    await whole(large.length);
    // Full pieces follow each other without a rest.
    expect(pieces.filter((piece) => piece.length >= 64 * 1024).length).toBeGreaterThan(0);
  });

  it('never rest while somebody sees it live, and begin again afterwards', async () => {
    let mayWait = false;
    let rested = 0;
    const pause = taker.pause.bind(taker);
    taker.pause = () => {
      rested += 1;
      return pause();
    };
    read(() => mayWait);
    for (let n = 0; n < 20; n += 1) {
      sender.write('live');
      await whole(4 * (n + 1));
    }
    expect(rested).toBe(0);
    mayWait = true;
    sender.write('late');
    await eventually('it rests', () => Promise.resolve(rested > 0 || null));
  });

  it('read at once what has come, where that is asked', async () => {
    const reads = read(() => true);
    sender.write('first');
    await whole(5);
    const more = Buffer.alloc(48 * 1024, 1);
    for (let at = 0; at < more.length; at += 1024) {
      sender.write(more.subarray(at, at + 1024));
      if (at === more.length / 2) reads.readOn();
    }
    await whole(5 + more.length);
    expect(taker.isPaused()).toBe(false);
  });

  it('see the end of a socket that closes while it rests', async () => {
    read(() => true);
    sender.write('last words');
    await whole(10);
    const closed = once(taker, 'close');
    sender.end('and these');
    taker.end();
    await closed;
    expect(received().toString()).toBe('last wordsand these');
  });
});
