// The programs that npm does not bring, who needs them, and how they come onto this machine.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';

/** Per purpose, the programs, GStreamer elements and bindings looked for and the Debian package that brings each. */
const needs = {
  start: [],
  dev: [],
  demo: [['ffmpeg', 'ffmpeg']],
  bench: [
    ['ffmpeg', 'ffmpeg'],
    ['ffprobe', 'ffmpeg'],
    ['chromium', 'chromium'],
  ],
  harness: [['ffmpeg', 'ffmpeg']],
  test: [
    ['ffmpeg', 'ffmpeg'],
    ['ffprobe', 'ffmpeg'],
    ['chromium', 'chromium'],
    ['gst-launch-1.0', 'gstreamer1.0-tools'],
    ['gst-discoverer-1.0', 'gstreamer1.0-plugins-base-apps'],
    ['element:videotestsrc', 'gstreamer1.0-plugins-base'],
    ['element:flvmux', 'gstreamer1.0-plugins-good'],
    ['element:rtmp2sink', 'gstreamer1.0-plugins-bad'],
    ['element:x264enc', 'gstreamer1.0-plugins-ugly'],
    ['element:avdec_h264', 'gstreamer1.0-libav'],
    ['element:nicesink', 'gstreamer1.0-nice'],
    ['gi:GstWebRTC', 'python3-gi'],
    ['gi:GstWebRTC', 'gir1.2-gst-plugins-bad-1.0'],
  ],
};

export const purposes = Object.keys(needs);

/** Makes sure that the programs for `purpose` are here: installs them where it may, else says the one command that does. */
export function provideTools(purpose) {
  const packages = missingPackages(purpose);
  if (packages.length === 0) return;
  const command = `apt-get update && apt-get install -y ${packages.join(' ')}`;
  if (process.getuid?.() !== 0 || !isProgram('apt-get')) {
    const hint = isProgram('apt-get')
      ? `sudo sh -c "${command}"`
      : `install ${packages.join(' and ')} with your system's package manager`;
    throw new Error(
      `${packages.join(' and ')} missing, and needed by "npm run ${purpose}": ${hint}, then try again.`,
    );
  }
  console.log(`Installing ${packages.join(' and ')} by apt-get (once; this may take a minute) …`);
  apt(['update']);
  apt(['install', '-y', '--no-install-recommends', ...packages]);
  const still = missingPackages(purpose);
  if (still.length > 0)
    throw new Error(`apt-get brought no working ${still.join(' and ')}: install it by hand, then try again.`);
}

function missingPackages(purpose) {
  return [...new Set(needs[purpose].filter(([name]) => !isThere(name)).map(([, source]) => source))];
}

function isThere(name) {
  const [, kind, what] = /^(element|gi):(.+)$/.exec(name) ?? [];
  if (kind === 'element') return isElement(what);
  return kind === 'gi' ? isBinding(what) : isProgram(name);
}

/** Bindings are the system's: another Python on the PATH has none. */
const debianPython = '/usr/bin/python3';

/** What Python speaks GStreamer's libraries by. */
function isBinding(name) {
  const ask = `import gi; gi.require_version('${name}', '1.0')`;
  return spawnSync(debianPython, ['-c', ask]).status === 0;
}

/** Elements come in libraries that no path lists: GStreamer itself knows which it has. */
function isElement(name) {
  return (
    isProgram('gst-inspect-1.0') &&
    spawnSync('gst-inspect-1.0', ['--exists', '--atleast-version=0.1', name]).status === 0
  );
}

function isProgram(name) {
  return (process.env.PATH ?? '').split(path.delimiter).some((folder) => {
    const file = path.join(folder, name);
    try {
      if (existsSync(file)) accessSync(file, constants.X_OK);
      return existsSync(file);
    } catch {
      return false;
    }
  });
}

/** Quiet, and never asking; what it said is shown only when it failed. A lock held by another apt is waited for. */
function apt(args) {
  const done = spawnSync(
    'apt-get',
    ['-q', '-o', 'DPkg::Lock::Timeout=120', '-o', 'Acquire::Retries=3', ...args],
    {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    },
  );
  if (done.status === 0) return;
  const said = `${done.stdout ?? ''}${done.stderr ?? ''}`.trim().split('\n').slice(-12).join('\n');
  throw new Error(`apt-get ${args.join(' ')} failed:\n${done.error?.message ?? said}`);
}
