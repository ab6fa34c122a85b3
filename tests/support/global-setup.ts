import { execFileSync } from 'node:child_process';

/** Every run starts with the tools it needs, or with the one command that installs them. */
export default function setup(): void {
  for (const tool of ['ffmpeg', 'ffprobe', 'chromium']) {
    try {
      execFileSync(tool, [tool === 'chromium' ? '--version' : '-version'], { stdio: 'ignore' });
    } catch {
      throw new Error(`${tool} is missing: install it with "apt-get install -y ffmpeg chromium" and run the tests again.`);
    }
  }
}
