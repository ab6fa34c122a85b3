import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { publishTestPicture } from '../../../cli/demo/test-picture.ts';
import { openTemporaryFolder } from '../../support/temporary-folder.ts';

const folder = openTemporaryFolder();
afterEach(() => {
  folder.close();
});

describe('The demo’s test picture', () => {
  it('is H.264 without B-frames and AAC, with a key frame every two seconds', async () => {
    // ffmpeg writes to a file as it writes to an RTMP address: the same format, without a server.
    const file = path.join(folder.path, 'picture.flv');
    await publishTestPicture(
      'ffmpeg',
      { width: 320, height: 240, hueDegrees: 90, beepHz: 880, seconds: 5 },
      file,
    ).done;
    const probe = (...args: string[]): string =>
      execFileSync('ffprobe', ['-v', 'error', ...args, '-of', 'csv=p=0', file], { encoding: 'utf8' }).trim();
    expect(probe('-show_entries', 'stream=codec_name,has_b_frames').split('\n')).toEqual(['h264,0', 'aac']);
    const keyTimes = probe('-select_streams', 'v', '-skip_frame', 'nokey', '-show_entries', 'frame=pts_time')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => Number.parseFloat(line));
    expect(keyTimes.map((time) => Math.round(time - keyTimes[0]!))).toEqual([0, 2, 4]);
  });

  it('tells what the server said when it is refused', async () => {
    const { done } = publishTestPicture(
      'ffmpeg',
      { width: 320, height: 240, hueDegrees: 0, beepHz: 440, seconds: 1 },
      'rtmp://127.0.0.1:9/push/x',
    );
    await expect(done).rejects.toThrow(/ffmpeg stopped publishing/);
  });
});
