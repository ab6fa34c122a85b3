import Hls from 'hls.js';
import { useEffect, useRef, useState } from 'react';

export interface PlayerProps {
  /** A signed address. */
  readonly url: string;
  readonly format: 'HLS' | 'MP4' | 'FLV' | 'AAC';
  /** Told with a sentence when it cannot be played. */
  readonly onError?: (sentence: string) => void;
}

/** Plays a recording: HLS through hls.js where the browser has none, everything else as it is. */
export function Player({ url, format, onError }: PlayerProps) {
  const video = useRef<HTMLVideoElement>(null);
  const [failed, setFailed] = useState(false);
  const tell = useRef(onError);
  tell.current = onError;

  useEffect(() => {
    const element = video.current;
    if (element === null) return;
    setFailed(false);
    const fail = (sentence: string): void => {
      setFailed(true);
      tell.current?.(sentence);
    };
    if (format === 'HLS' && Hls.isSupported()) {
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
  }, [url, format]);

  return (
    <video
      ref={video}
      controls
      playsInline
      preload="metadata"
      aria-label="Recording"
      data-failed={failed}
      style={{ width: '100%', aspectRatio: '16 / 9', background: '#000', borderRadius: 8, display: 'block' }}
    />
  );
}
