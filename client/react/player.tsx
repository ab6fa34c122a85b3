import type { Ref } from 'react';
import { useEffect, useImperativeHandle, useRef, useState } from 'react';
import type { Media } from './attach-media.ts';
import { attachMedia } from './attach-media.ts';

export interface PlayerProps extends Media {
  /** Told with a sentence when it cannot be played. */
  readonly onError?: (sentence: string) => void;
  /** The video element, to ask where it stands and to seek. */
  readonly ref?: Ref<HTMLVideoElement | null>;
}

/** Plays a recording: HLS through hls.js where the browser has none, FLV through mpegts.js, everything else as it is. */
export function Player({ url, format, onError, ref }: PlayerProps) {
  const video = useRef<HTMLVideoElement>(null);
  useImperativeHandle<HTMLVideoElement | null, HTMLVideoElement | null>(ref, () => video.current);
  const [failed, setFailed] = useState(false);
  const tell = useRef(onError);
  tell.current = onError;

  useEffect(() => {
    const element = video.current;
    if (element === null) return;
    setFailed(false);
    return attachMedia(element, { url, format }, (sentence) => {
      setFailed(true);
      tell.current?.(sentence);
    });
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
