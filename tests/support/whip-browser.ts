import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { startFileServer } from './file-server.ts';
import { openTemporaryFolder } from './temporary-folder.ts';

export interface BrowserPublication {
  readonly url: string;
  readonly token: string;
  readonly video: 'H264' | 'VP8' | null;
  readonly audio: boolean;
  readonly size: { readonly width: number; readonly height: number };
  /** The browser's fake camera and microphone, or a canvas that flashes and a tone that beeps at each whole second. */
  readonly source: 'device' | 'flash';
  /** Takes the place of the port in the answer's candidates. */
  readonly relayPort: number | null;
}

export interface SentStream {
  readonly kind: 'audio' | 'video';
  readonly frames: number;
  readonly keyFrames: number;
  readonly nacks: number;
  readonly plis: number;
  readonly codec: string;
}

/** A page that publishes. */
export interface WhipPage {
  /** Resolves once media is sent; rejects with what the endpoint said. */
  publish(publication: BrowserPublication): Promise<void>;
  /** Sends pictures of another size from now on. */
  resize(size: BrowserPublication['size']): Promise<void>;
  /** New ICE credentials by PATCH; answers its status. */
  restartIce(): Promise<number>;
  sent(): Promise<readonly SentStream[]>;
  /** DELETE; answers its status. */
  end(): Promise<number>;
  /** Calls a function of the page's script and answers what it resolves to. */
  call<T>(name: string, ...given: readonly unknown[]): Promise<T>;
  /** Away without a word. */
  vanish(): Promise<void>;
}

export interface WhipBrowser {
  /** `more` is a script beside what publishes. */
  open(more?: string): Promise<WhipPage>;
  close(): Promise<void>;
}

const script = String.raw`
async function sourceOf({ source, size, audio, video }) {
  if (source === 'device')
    return navigator.mediaDevices.getUserMedia({ video: video !== null && { ...size, frameRate: 15 }, audio });
  const canvas = document.createElement('canvas');
  Object.assign(canvas, size);
  window.canvas = canvas;
  const context = canvas.getContext('2d');
  const sound = new AudioContext();
  await sound.resume();
  const gain = sound.createGain();
  const oscillator = sound.createOscillator();
  oscillator.frequency.value = 880;
  gain.gain.value = 0;
  const destination = sound.createMediaStreamDestination();
  oscillator.connect(gain).connect(destination);
  oscillator.start();
  const first = Math.ceil(sound.currentTime) + 0.5;
  for (let second = 0; second < 120; second++) {
    gain.gain.setValueAtTime(0.5, first + second);
    gain.gain.setValueAtTime(0, first + second + 0.1);
  }
  let count = 0;
  const draw = () => {
    const since = sound.currentTime - (sound.outputLatency || 0) - first;
    const flash = since >= 0 && since % 1 < 0.1;
    context.fillStyle = flash ? '#fff' : '#204060';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.fillStyle = flash ? '#fff' : '#e04020';
    context.fillRect((count * 7) % canvas.width, canvas.height / 2, 40, 40);
    count++;
  };
  setInterval(draw, 1000 / 30);
  draw();
  const stream = canvas.captureStream(30);
  return new MediaStream([...(video === null ? [] : stream.getVideoTracks()), ...(audio ? destination.stream.getAudioTracks() : [])]);
}
window.publish = async (asked) => {
  const stream = await sourceOf(asked);
  const peer = new RTCPeerConnection();
  window.peer = peer;
  window.asked = asked;
  for (const track of stream.getTracks()) {
    const transceiver = peer.addTransceiver(track, { direction: 'sendonly', streams: [stream] });
    if (track.kind !== 'video') continue;
    const { codecs } = RTCRtpSender.getCapabilities('video');
    const own = codecs.filter(({ mimeType }) => mimeType === 'video/' + asked.video);
    transceiver.setCodecPreferences([...own, ...codecs.filter(({ mimeType }) => /rtx|red|ulpfec/.test(mimeType))]);
    window.videoSender = transceiver.sender;
  }
  await peer.setLocalDescription();
  const answer = await fetch(asked.url, {
    method: 'POST',
    headers: { 'content-type': 'application/sdp', authorization: 'Bearer ' + asked.token },
    body: peer.localDescription.sdp,
  });
  if (answer.status !== 201) throw new Error(answer.status + ' ' + (await answer.text()));
  window.session = new URL(answer.headers.get('location'), asked.url).href;
  window.etag = answer.headers.get('etag');
  let sdp = await answer.text();
  if (asked.relayPort !== null) sdp = sdp.replace(/(a=candidate:\S+ 1 udp \d+ \S+ )\d+/g, '$1' + asked.relayPort);
  window.answer = sdp;
  await peer.setRemoteDescription({ type: 'answer', sdp });
  const { videoSender } = window;
  if (videoSender !== undefined) {
    const parameters = videoSender.getParameters();
    parameters.degradationPreference = 'maintain-resolution';
    await videoSender.setParameters(parameters);
  }
  await new Promise((resolve, reject) => {
    const look = () => {
      if (peer.connectionState === 'connected') resolve();
      if (peer.connectionState === 'failed') reject(new Error('the connection failed'));
    };
    peer.onconnectionstatechange = look;
    look();
  });
  // A busy machine's coders begin seconds after the connection.
  const isSending = async () => {
    const out = [...(await peer.getStats()).values()].filter(({ type }) => type === 'outbound-rtp');
    return out.length === stream.getTracks().length && out.every(({ packetsSent }) => packetsSent > 0);
  };
  for (let asked = 0; !(await isSending()); asked++) {
    if (asked === 300) throw new Error('the browser sends nothing for 30 s');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};
window.resize = (size) => { Object.assign(window.canvas, size); };
window.restartIce = async () => {
  const { peer, asked } = window;
  const offer = await peer.createOffer({ iceRestart: true });
  await peer.setLocalDescription(offer);
  const pick = (sdp, name) => sdp.match(new RegExp('a=' + name + ':(\\S+)'))[1];
  const own = peer.localDescription.sdp;
  const answer = await fetch(window.session, {
    method: 'PATCH',
    headers: { 'content-type': 'application/trickle-ice-sdpfrag', 'if-match': '*', authorization: 'Bearer ' + asked.token },
    body: 'a=ice-ufrag:' + pick(own, 'ice-ufrag') + '\r\na=ice-pwd:' + pick(own, 'ice-pwd') + '\r\n',
  });
  if (answer.status !== 200) return answer.status;
  const fragment = await answer.text();
  const sdp = window.answer
    .replace(/a=ice-ufrag:\S+/g, 'a=ice-ufrag:' + pick(fragment, 'ice-ufrag'))
    .replace(/a=ice-pwd:\S+/g, 'a=ice-pwd:' + pick(fragment, 'ice-pwd'));
  await peer.setRemoteDescription({ type: 'answer', sdp });
  return answer.status;
};
window.sent = async () => {
  const reports = [...(await window.peer.getStats()).values()];
  return reports.filter(({ type }) => type === 'outbound-rtp').map((report) => ({
    kind: report.kind,
    frames: report.framesSent ?? 0,
    keyFrames: report.keyFramesEncoded ?? 0,
    nacks: report.nackCount ?? 0,
    plis: report.pliCount ?? 0,
    codec: reports.find(({ id }) => id === report.codecId)?.mimeType ?? '',
  }));
};
window.end = async () => {
  const { status } = await fetch(window.session, { method: 'DELETE', headers: { authorization: 'Bearer ' + window.asked.token } });
  window.peer.close();
  return status;
};
`;

function pageOf(page: Page): WhipPage {
  const call = <T>(name: string, ...given: readonly unknown[]): Promise<T> =>
    page.evaluate<T>(`window.${name}(...${JSON.stringify(given)})`);
  return {
    publish: (publication) => call('publish', publication),
    resize: (size) => call('resize', size),
    restartIce: () => call('restartIce'),
    sent: () => call('sent'),
    end: () => call('end'),
    call,
    vanish: () => page.close(),
  };
}

/** Headless Chromium with a fake camera and microphone. */
export async function startWhipBrowser(): Promise<WhipBrowser> {
  const folder = openTemporaryFolder();
  writeFileSync(path.join(folder.path, 'page.html'), `<!doctype html><script>${script}</script>`);
  const server = await startFileServer(folder.path);
  const executablePath = execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim();
  const browser = await chromium.launch({
    executablePath,
    args: [
      ...['--no-sandbox', '--disable-gpu', '--autoplay-policy=no-user-gesture-required'],
      ...['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
    ],
  });
  return {
    async open(more) {
      const page = await browser.newPage();
      await page.goto(`${server.url}/page.html`);
      if (more !== undefined) await page.addScriptTag({ content: more });
      return pageOf(page);
    },
    async close() {
      await browser.close();
      await server.close();
      folder.close();
    },
  };
}
