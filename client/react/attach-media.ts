import Hls from 'hls.js';

export interface Media {
  /** A signed address. */
  readonly url: string;
  readonly format: 'HLS' | 'MP4' | 'FLV' | 'AAC';
}

/** Told with a sentence when a recording cannot be played. */
type Fail = (sentence: string) => void;

/** Gives a recording to a video element; the answer takes it away again. */
export function attachMedia(element: HTMLVideoElement, media: Media, fail: Fail): () => void {
  if (media.format === 'HLS' && Hls.isSupported()) return attachHls(element, media.url, fail);
  if (media.format === 'FLV') return attachFlv(element, media.url, fail);
  return attachPlain(element, media.url, fail);
}

function attachHls(element: HTMLVideoElement, url: string, fail: Fail): () => void {
  const hls = new Hls({ enableWorker: true });
  hls.on(Hls.Events.ERROR, (_event, { fatal, details }) => {
    if (fatal) fail(`The recording cannot be played (${details}).`);
  });
  hls.loadSource(url);
  hls.attachMedia(element);
  return () => {
    hls.destroy();
  };
}

/** No browser knows FLV: mpegts.js makes MP4 of it. It is loaded where it is needed. */
function attachFlv(element: HTMLVideoElement, url: string, fail: Fail): () => void {
  let detached = false;
  let detach = (): void => undefined;
  void import('mpegts.js').then(
    ({ default: mpegts }) => {
      if (detached) return;
      if (!mpegts.isSupported()) {
        fail('The recording cannot be played: this browser takes no FLV.');
        return;
      }
      // Several libraries' worth of console output is of no use to who looks on.
      mpegts.LoggingControl.enableAll = false;
      const player = mpegts.createPlayer(
        { type: 'flv', isLive: false, url, cors: true },
        { enableWorker: false, lazyLoad: true },
      );
      player.on(mpegts.Events.ERROR, (kind: string, detail: string) => {
        fail(`The recording cannot be played (${kind}: ${detail}).`);
      });
      player.attachMediaElement(element);
      player.load();
      detach = () => {
        player.destroy();
      };
    },
    () => {
      if (!detached) fail('The player for FLV could not be loaded.');
    },
  );
  return () => {
    detached = true;
    detach();
  };
}

function attachPlain(element: HTMLVideoElement, url: string, fail: Fail): () => void {
  element.src = url;
  const onFault = (): void => {
    fail('The recording cannot be played by this browser.');
  };
  element.addEventListener('error', onFault);
  return () => {
    element.removeEventListener('error', onFault);
    element.removeAttribute('src');
    element.load();
  };
}
