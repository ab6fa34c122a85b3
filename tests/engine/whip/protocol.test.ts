import { createHmac } from 'node:crypto';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { H264Depacketizer } from '../../../engine/ingest/whip/h264-depacketizer.ts';
import type { AccessUnit } from '../../../engine/ingest/whip/h264-depacketizer.ts';
import { ReorderBuffer } from '../../../engine/ingest/whip/reorder-buffer.ts';
import { printNack, printReceiverReport, printRemb, readRtcp } from '../../../engine/ingest/whip/rtcp.ts';
import type { MediaPacket } from '../../../engine/ingest/media-packet.ts';
import { PictureIntake } from '../../../engine/ingest/whip/picture-intake.ts';
import type { RtpPacket } from '../../../engine/ingest/whip/rtp-packet.ts';
import { readRed, readRtp, unwrapRtx } from '../../../engine/ingest/whip/rtp-packet.ts';
import { SessionClock } from '../../../engine/ingest/whip/session-clock.ts';
import { opusMs, SoundIntake } from '../../../engine/ingest/whip/sound-intake.ts';
import { printBindingSuccess, readBindingRequest } from '../../../engine/ingest/whip/stun.ts';
import { Vp8Depacketizer } from '../../../engine/ingest/whip/vp8-depacketizer.ts';

/** RFC 5769, 2.1: a request as another implementation printed it. */
const sampleRequest = Buffer.from(
  '000100582112a442b7e7a701bc34d686fa87dfae802200105354554e207465737420636c69656e74002400046e0001ff80290008932ff9b151263b36000600096576746a3a68367659202020000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf',
  'hex',
);
const samplePassword = 'VOkJxbRl1RmTxUk/WvJxBt';

describe('STUN', () => {
  it('reads the request of RFC 5769 and knows who made it', () => {
    const request = readBindingRequest(sampleRequest)!;
    expect(request).toMatchObject({ username: 'evtj:h6vY', nominates: false });
    expect(request.transactionId.toString('hex')).toBe('b7e7a701bc34d686fa87dfae');
    expect(request.isFrom(samplePassword)).toBe(true);
    expect(request.isFrom('another password of that length')).toBe(false);
  });

  it('is not misled by a changed byte or by noise', () => {
    for (let at = 20; at < sampleRequest.length - 8 - 24; at++) {
      const changed = Buffer.from(sampleRequest);
      changed[at]! ^= 1;
      expect(readBindingRequest(changed)?.isFrom(samplePassword) ?? false).toBe(false);
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        readBindingRequest(Buffer.from(bytes));
        const framed = Buffer.concat([sampleRequest.subarray(0, 20), Buffer.from(bytes)]);
        framed.writeUInt16BE(bytes.length, 2);
        expect(readBindingRequest(framed)?.isFrom(samplePassword) ?? false).toBe(false);
      }),
    );
  });

  it('answers with the mapped address, an integrity and a fingerprint that hold', () => {
    const id = Buffer.from('b7e7a701bc34d686fa87dfae', 'hex');
    const answer = printBindingSuccess(id, { host: '192.0.2.1', port: 32_853 }, samplePassword);
    // RFC 5769, 2.2: the same address prints as a147e112a643.
    expect(answer.toString('hex', 24, 32)).toBe('0001a147e112a643');
    expect(answer.readUInt16BE(2)).toBe(answer.length - 20);
    const signed = Buffer.from(answer.subarray(0, 32));
    signed.writeUInt16BE(12 + 24, 2);
    expect(answer.subarray(36, 56)).toEqual(createHmac('sha1', samplePassword).update(signed).digest());
    expect(answer.readUInt32BE(60)).toBe((crc32(answer.subarray(0, 56)) ^ 0x5354554e) >>> 0);
  });
});

const packetOf = (sequence: number, part: Partial<RtpPacket> = {}): RtpPacket => ({
  payloadType: 96,
  marker: true,
  sequence: sequence & 0xffff,
  timestamp: (sequence * 3000) >>> 0,
  ssrc: 1,
  payload: Buffer.from([sequence & 0xff]),
  ...part,
});

describe('the reorder buffer', () => {
  const open = () => {
    const taken: (number | string)[] = [];
    const buffer = new ReorderBuffer(
      {
        packet: ({ sequence }) => taken.push(sequence),
        lost: (count) => taken.push(`lost ${String(count)}`),
      },
      { patienceMs: 100, graceMs: 10, repeatMs: 30 },
    );
    return { taken, buffer };
  };

  it('gives every packet once and in order, however they are shuffled, across the wrap', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 65_500, max: 65_535 }),
        fc.array(fc.nat(6), { minLength: 40, maxLength: 80 }),
        (first, delays) => {
          const { taken, buffer } = open();
          const sent = delays.map((late, index) => ({ sequence: first + 1 + index, at: index + late }));
          buffer.push(packetOf(first), 0);
          for (const { sequence } of sent.toSorted((one, other) => one.at - other.at)) {
            buffer.push(packetOf(sequence), 0);
            buffer.push(packetOf(sequence), 0);
          }
          expect(taken).toEqual(
            [first, ...sent.map(({ sequence }) => sequence)].map((each) => each & 0xffff),
          );
        },
      ),
    );
  });

  it('asks after a moment, again after a while, and gives up at last', () => {
    const { taken, buffer } = open();
    buffer.push(packetOf(1), 0);
    buffer.push(packetOf(4), 0);
    expect(buffer.wanted(5)).toEqual([]);
    expect(buffer.wanted(10)).toEqual([2, 3]);
    expect(buffer.wanted(30)).toEqual([]);
    buffer.push(packetOf(3), 35);
    expect(buffer.wanted(40)).toEqual([2]);
    expect(taken).toEqual([1]);
    buffer.tick(99);
    expect(taken).toEqual([1]);
    buffer.tick(100);
    expect(taken).toEqual([1, 'lost 1', 3, 4]);
    expect(buffer.isWaiting).toBe(false);
    // Too late.
    buffer.push(packetOf(2), 120);
    expect(taken).toHaveLength(4);
  });

  it('gives nothing up for a time in which the process was held up and read nothing', () => {
    const { taken, buffer } = open();
    buffer.tick(0);
    buffer.push(packetOf(1), 0);
    buffer.push(packetOf(3), 5);
    buffer.tick(10);
    // Timers come first; what came meanwhile lies in the socket.
    buffer.tick(2000);
    buffer.push(packetOf(2), 2001);
    buffer.push(packetOf(5), 2001);
    expect(taken).toEqual([1, 2, 3]);
    // One that is held up all the time gives up too.
    for (let nowMs = 2010; buffer.isWaiting && nowMs < 4000; nowMs += 200) buffer.tick(nowMs);
    expect(taken).toEqual([1, 2, 3, 'lost 1', 5]);
  });

  it('goes on where a sender jumps', () => {
    const { taken, buffer } = open();
    buffer.push(packetOf(10), 0);
    buffer.push(packetOf(12), 0);
    buffer.push(packetOf(9000), 0);
    buffer.push(packetOf(9001), 0);
    expect(taken).toEqual([10, 'lost 1', 12, 'lost 8987', 9000, 9001]);
  });
});

describe('RTP', () => {
  it('is read with sources, extensions and padding, and noise is not', () => {
    const bytes = Buffer.from('b1e000070000000a0000000b0000000cbede0001112233440102030300000003', 'hex');
    expect(readRtp(bytes)).toMatchObject({
      payloadType: 96,
      marker: true,
      sequence: 7,
      timestamp: 10,
      ssrc: 11,
    });
    expect(readRtp(bytes)!.payload.toString('hex')).toBe('010203030000'.slice(0, 10));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (noise) => {
        readRtp(Buffer.from(noise));
        readRtcp(Buffer.from(noise));
        readRed(packetOf(1, { payload: Buffer.from(noise) }));
      }),
    );
  });

  it('is unwrapped from retransmissions', () => {
    const again = packetOf(1, { payload: Buffer.from('00050102', 'hex'), payloadType: 97 });
    expect(unwrapRtx(again, { payloadType: 96, ssrc: 9 })).toMatchObject({
      sequence: 5,
      payloadType: 96,
      ssrc: 9,
    });
    expect(
      unwrapRtx(packetOf(1, { payload: Buffer.from('0005', 'hex') }), { payloadType: 96, ssrc: 9 }),
    ).toBeNull();
  });
});

describe('RTCP', () => {
  it('asks for packets in as few words as can be', () => {
    const bytes = printNack(1, 2, [10, 11, 26, 27, 65_535, 0]);
    expect(bytes.toString('hex')).toBe('81cd00050000000100000002000a8001001b0000ffff0001');
  });

  it('reads the reports and goodbyes of a compound packet', () => {
    const report = Buffer.alloc(28);
    report[0] = 0x80;
    report[1] = 200;
    report.writeUInt16BE(6, 2);
    report.writeUInt32BE(5, 4);
    report.writeUInt32BE(100, 8);
    report.writeUInt32BE(0x80000000, 12);
    report.writeUInt32BE(9000, 16);
    const goodbye = Buffer.from('81cb000100000005', 'hex');
    expect(readRtcp(Buffer.concat([report, goodbye]))).toEqual({
      reports: [{ ssrc: 5, ntpMs: 100_500, compact: 0x00648000, rtpTimestamp: 9000 }],
      goodbyes: [5],
    });
  });

  it('prints reports and limits that fill their words', () => {
    const block = {
      ssrc: 2,
      fractionLost: 12,
      totalLost: -1,
      highestSequence: 70_000,
      jitter: 3.4,
      lastReport: 5,
      sinceLastReport: 6,
    };
    const report = printReceiverReport(1, [block]);
    expect(report.length).toBe(32);
    expect(report.toString('hex', 8)).toBe('000000020cffffff0001117000000003' + '0000000500000006');
    const limit = printRemb(1, 1_000_000, [2, 3]);
    expect(limit.readUInt16BE(2)).toBe(limit.length / 4 - 1);
    const [exponent, mantissa] = [limit[17]! >> 2, limit.readUIntBE(17, 3) & 0x3ffff];
    expect(Math.abs(mantissa * 2 ** exponent - 1_000_000)).toBeLessThan(8);
  });
});

describe('a picture in H.264', () => {
  const gather = () => {
    const units: AccessUnit[] = [];
    let broken = 0;
    const depacketizer = new H264Depacketizer(
      (unit) => units.push(unit),
      () => broken++,
    );
    return { units, depacketizer, broken: () => broken };
  };

  it('is put together of single units, aggregates and fragments', () => {
    const { units, depacketizer } = gather();
    const aggregate = Buffer.from('780003670102000268ff', 'hex');
    depacketizer.packet(packetOf(1, { timestamp: 5, marker: false, payload: aggregate }));
    depacketizer.packet(packetOf(2, { timestamp: 5, marker: false, payload: Buffer.from('7c85aa', 'hex') }));
    depacketizer.packet(packetOf(3, { timestamp: 5, marker: false, payload: Buffer.from('7c05bb', 'hex') }));
    depacketizer.packet(packetOf(4, { timestamp: 5, payload: Buffer.from('7c45cc', 'hex') }));
    depacketizer.packet(packetOf(5, { timestamp: 6, payload: Buffer.from('41dd', 'hex') }));
    expect(
      units.map(({ units: nals, ...rest }) => ({ ...rest, nals: nals.map((nal) => nal.toString('hex')) })),
    ).toEqual([
      { timestamp: 5, key: true, nals: ['670102', '68ff', '65aabbcc'] },
      { timestamp: 6, key: false, nals: ['41dd'] },
    ]);
  });

  it('is left out when a part of it, or the end of the one before, is missing', () => {
    const { units, depacketizer, broken } = gather();
    depacketizer.packet(packetOf(1, { timestamp: 5, marker: false, payload: Buffer.from('7c85aa', 'hex') }));
    depacketizer.lost();
    depacketizer.packet(packetOf(3, { timestamp: 5, payload: Buffer.from('7c45cc', 'hex') }));
    depacketizer.packet(packetOf(4, { timestamp: 6, payload: Buffer.from('41dd', 'hex') }));
    expect(units.map(({ timestamp }) => timestamp)).toEqual([6]);
    expect(broken()).toBeGreaterThan(0);
  });

  it('never grows beyond a picture, whatever goes on at one time without an end', () => {
    const { units, depacketizer, broken } = gather();
    const held = process.memoryUsage().arrayBuffers;
    const part = (first: number) => Buffer.concat([Buffer.from([0x7c, first]), Buffer.alloc(60_000, 7)]);
    for (let number = 1; number <= 4000; number++)
      depacketizer.packet(
        packetOf(number, {
          ...{ timestamp: 5, marker: false },
          payload: part(number % 60 === 1 ? 0x81 : number % 60 === 0 ? 0x41 : 0x01),
        }),
      );
    expect(process.memoryUsage().arrayBuffers - held).toBeLessThan(160 * 1024 * 1024);
    depacketizer.packet(packetOf(4001, { timestamp: 6, payload: Buffer.from('41dd', 'hex') }));
    expect(units.map(({ timestamp }) => timestamp)).toEqual([6]);
    expect(broken()).toBe(1);
  });

  it('with parameter sets that are none is left out, and the next one is taken', () => {
    const packets: MediaPacket[] = [];
    const intake = new PictureIntake({
      ...{ codec: 'h264', timeOf: (timestamp) => timestamp, clock: () => 0 },
      onPacket: (packet) => packets.push(packet),
      onFrame: () => undefined,
      onLoss: () => undefined,
    });
    const picture = (timestamp: number, sps: Buffer) => {
      for (const [index, payload] of [sps, Buffer.from('68ff', 'hex'), Buffer.from('65aa', 'hex')].entries())
        intake.packet(packetOf(timestamp * 3 + index, { timestamp, marker: index === 2, payload }));
    };
    picture(1, Buffer.from('67', 'hex'));
    expect(packets).toEqual([]);
    picture(2, Buffer.from('6742001f', 'hex'));
    expect(packets.map(({ timestampMs }) => timestampMs)).toEqual([2, 2]);
  });
});

describe('a picture in VP8', () => {
  it('is put together behind descriptors of every length', () => {
    const frames: string[] = [];
    const depacketizer = new Vp8Depacketizer(
      ({ data, key }) => frames.push(`${data.toString('hex')} ${String(key)}`),
      () => frames.push('broken'),
    );
    depacketizer.packet(
      packetOf(1, { timestamp: 5, marker: false, payload: Buffer.from('90e0812305100a', 'hex') }),
    );
    depacketizer.packet(packetOf(2, { timestamp: 5, payload: Buffer.from('000b', 'hex') }));
    depacketizer.packet(packetOf(3, { timestamp: 6, payload: Buffer.from('1001', 'hex') }));
    depacketizer.packet(packetOf(4, { timestamp: 7, payload: Buffer.from('0001', 'hex') }));
    expect(frames).toEqual(['0a0b true', '01 false', 'broken']);
  });
});

describe('the clock of a session', () => {
  const ntpBase = 3_900_000_000_000;

  it('lays pictures among the sound as the reports say, without a jump', () => {
    const clock = new SessionClock({ audio: 48_000, video: 90_000 });
    // Captured at the same moment, the picture came 90 ms later than its sound.
    const audio = (ms: number): number => clock.at('audio', (7_000 + ms * 48) >>> 0, ms);
    const video = (ms: number): number => clock.at('video', (0xfffffff0 + ms * 90) >>> 0, ms + 90);
    const placed: [number, number][] = [];
    for (let ms = 0; ms < 3000; ms += 20) {
      const sound = audio(ms);
      if (ms % 40 !== 0) continue;
      placed.push([sound, video(ms)]);
      if (ms === 1000)
        for (const [kind, rtpTimestamp] of [
          ['audio', 7_000 + ms * 48],
          ['video', (0xfffffff0 + ms * 90) >>> 0],
        ] as const)
          clock.report(kind, { ssrc: 1, ntpMs: ntpBase + ms, rtpTimestamp, compact: 0 });
    }
    expect(placed[0]![1] - placed[0]![0]).toBeCloseTo(90);
    expect(placed.at(-1)![1] - placed.at(-1)![0]).toBeCloseTo(0, 1);
    for (const [index, [, ms]] of placed.entries()) {
      if (index === 0) continue;
      expect(ms - placed[index - 1]![1]).toBeGreaterThan(30);
      expect(ms - placed[index - 1]![1]).toBeLessThan(50);
    }
  });
});

describe('sound in Opus', () => {
  it.each([
    ['00', 10],
    ['08', 20],
    ['18', 60],
    ['60', 10],
    ['68', 20],
    ['78', 20],
    ['80', 2.5],
    ['f8', 20],
    ['fc', 20],
    ['f9', 40],
    ['fb03', 60],
  ])('%s lasts %d ms', (packet, ms) => {
    // The last two bits of the first byte count frames; stereo is the bit before them.
    expect(opusMs(Buffer.from(packet, 'hex'))).toBe(ms);
  });

  it('is taken from the next packet where it was lost, and told where it was lost for good', () => {
    const taken: string[] = [];
    const intake = new SoundIntake({
      redPayloadType: 63,
      timeOf: (timestamp) => timestamp / 48,
      onPacket: (ms, opus) => taken.push(`${String(ms)} ${opus.toString('hex')}`),
      onLoss: ({ lostMs }) => taken.push(`lost ${String(lostMs)}`),
    });
    const red = (number: number): RtpPacket => {
      const head = Buffer.from([0x80 | 111, 0, 0, 0]);
      head.writeUIntBE((960 << 10) | 2, 1, 3);
      const before = Buffer.from([0xf8, number - 1]);
      const payload = Buffer.concat([head, Buffer.from([111]), before, Buffer.from([0xf8, number])]);
      return packetOf(number, { payloadType: 63, timestamp: number * 960, payload });
    };
    intake.packet(red(1));
    intake.lost();
    intake.packet(red(3));
    intake.lost();
    intake.packet(red(7));
    expect(taken).toEqual(['20 f801', '40 f802', '60 f803', 'lost 40', '120 f806', '140 f807']);
  });
});
