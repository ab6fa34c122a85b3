import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishAddress } from '../support/engine-process.ts';
import { eventually } from '../support/eventually.ts';
import type { TestHouse } from '../support/house.ts';
import { openTestHouse } from '../support/house.ts';

interface Recording {
  readonly id: string;
  readonly room: { readonly id: string } | null;
  readonly endedAt: string | null;
  readonly chaptersVtt: string;
  readonly marks: readonly {
    readonly code: string;
    readonly level: string;
    readonly endedAt: string | null;
    readonly mediaSeconds: number;
    readonly healed: boolean;
  }[];
}

describe('a lesson whose microphone dies', () => {
  let house: TestHouse;
  beforeAll(async () => {
    house = await openTestHouse();
  }, 120_000);
  afterAll(async () => {
    await house.close();
  });

  const find = async (): Promise<Recording | undefined> => {
    const { recordings } = await house.ask<{
      recordings: { edges: readonly { node: Recording }[] };
    }>(
      '{recordings(filter:{userId:"teacher"}){edges{node{id room{id} endedAt chaptersVtt marks{code level endedAt mediaSeconds healed}}}}}',
    );
    return recordings.edges[0]?.node;
  };

  it('is marked while it runs, chaptered by room and user, and closed with its marks', async () => {
    const address = publishAddress(house.rtmpPort, { room: 'lesson', userId: 'teacher' });
    const tone = String.raw`sine=frequency=440:sample_rate=48000:duration=20,volume=0:enable='gt(t\,5)'`;
    const publisher = spawn(
      'ffmpeg',
      [
        ...['-hide_banner', '-loglevel', 'error', '-nostdin', '-re', '-f', 'lavfi'],
        ...['-i', 'testsrc2=size=320x180:rate=15:duration=20,noise=alls=8:allf=t', '-re', '-f', 'lavfi'],
        ...['-i', tone, '-c:v', 'libx264', '-preset', 'ultrafast', '-g', '30', '-pix_fmt', 'yuv420p'],
        ...['-c:a', 'aac', '-f', 'flv', address],
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
    const ended = new Promise((resolve) => publisher.once('close', resolve));
    try {
      const running = await eventually('its recording in its room', async () => {
        const recording = await find();
        return typeof recording?.room?.id === 'string' ? recording : null;
      });
      const add =
        'mutation($i:AddMarkerInput!){addMarker(input:$i){marker{mediaSeconds label} recording{id}}}';
      const input = {
        ...{ roomId: running.room!.id, userId: 'teacher', label: 'Homework' },
        idempotencyKey: 'homework',
      };
      const added = await house.ask<{ addMarker: { recording: { id: string } } }>(add, { i: input });
      expect(added.addMarker.recording.id).toBe(running.id);
      const alarmed = await eventually('the silence', async () => {
        const recording = await find();
        return recording?.marks.some(({ code }) => code === 'silence') === true ? recording : null;
      });
      expect(alarmed.marks).toMatchObject([{ code: 'silence', level: 'WARNING', endedAt: null }]);
      expect(alarmed.marks[0]!.mediaSeconds).toBeGreaterThan(4);
    } finally {
      await ended;
    }
    const over = await eventually(
      'its end',
      async () => {
        const recording = await find();
        return typeof recording?.endedAt === 'string' ? recording : null;
      },
      40_000,
    );
    expect(over.marks).toMatchObject([{ code: 'silence', healed: false }]);
    expect(over.marks[0]!.endedAt).not.toBeNull();
    expect(over.chaptersVtt).toContain('Homework');
    const again = await house.ask<{ recordings: { totalCount: number } }>(
      '{recordings(filter:{markCodes:["silence"],markLevels:[WARNING,ERROR]}){totalCount}}',
    );
    expect(again.recordings.totalCount).toBe(1);
  }, 120_000);
});
