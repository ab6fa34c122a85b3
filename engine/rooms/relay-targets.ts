import type { OnAir } from '../relay/on-air.ts';
import type { PushState } from '../relay/rtmp-push.ts';
import { RtmpPush } from '../relay/rtmp-push.ts';
import type { LiveStream } from './live-stream.ts';
import type { RelayTarget } from './relay-task.ts';

export interface RelayTargetsOptions {
  readonly sdkAppId: number;
  readonly onAir: Pick<OnAir, 'isFree' | 'put' | 'take'>;
  /** Hosts to push to although they are not public. */
  readonly pushHosts: readonly string[];
  readonly onPushed: (streamId: string, bytes: number) => void;
  /** A target has come into another state. */
  readonly onState: (url: string, state: PushState, reason: string | null) => void;
  /** Whether the relay goes on: without its stream its targets then wait, and are not over. */
  readonly goesOn: () => boolean;
}

interface Running {
  readonly target: RelayTarget;
  readonly push: RtmpPush | null;
  state: PushState;
}

/** Where one relay goes, and the stream that goes there: each target is told of whenever its state changes. */
export class RelayTargets {
  readonly #options: RelayTargetsOptions;
  readonly #running = new Map<string, Running>();
  #source: LiveStream | null = null;

  constructor(options: RelayTargetsOptions) {
    this.#options = options;
  }

  /** Null while the stream is away. */
  get source(): LiveStream | null {
    return this.#source;
  }

  has(url: string): boolean {
    return this.#running.has(url);
  }

  /** The names that it has on the air here, or waits to have. */
  get names(): readonly string[] {
    return [...this.#running.values()].flatMap(({ target }) => (target.kind === 'air' ? [target.name] : []));
  }

  /** Sends another stream, or none. */
  follow(stream: LiveStream | null): void {
    if (this.#source !== null) for (const running of this.#running.values()) this.#disconnect(running);
    this.#source = stream;
    for (const running of this.#running.values()) this.#connect(running);
  }

  /** Those that are asked for no more end, those that stay go on. */
  replace(targets: readonly RelayTarget[]): void {
    const wanted = new Set(targets.map(({ url }) => url));
    for (const [url, running] of [...this.#running]) {
      if (wanted.has(url)) continue;
      this.#disconnect(running);
      this.#running.delete(url);
    }
    for (const target of targets) if (!this.#running.has(target.url)) this.#add(target);
  }

  /** Tells of each that has no stream yet that it waits. */
  tellWaiting(): void {
    for (const running of this.#running.values())
      if (running.state === 'idle') this.#tell(running, 'recovering', null);
  }

  end(): void {
    for (const running of this.#running.values()) this.#disconnect(running);
    this.#source = null;
  }

  #add(target: RelayTarget): void {
    const { pushHosts, onPushed } = this.#options;
    const push =
      target.kind === 'air'
        ? null
        : new RtmpPush({
            address: target.address,
            trustedHosts: pushHosts,
            onState: (state, reason) => {
              this.#tell(running, state, reason);
            },
            onBytes: (bytes) => {
              if (this.#source !== null) onPushed(this.#source.streamId, bytes);
            },
          });
    const running: Running = { target, state: 'idle', push };
    this.#running.set(target.url, running);
    this.#connect(running);
  }

  #connect(running: Running): void {
    const { target, push } = running;
    const { onAir, sdkAppId } = this.#options;
    if (this.#source === null || running.state === 'failed') return;
    if (target.kind === 'push') push!.feed(this.#source);
    else if (onAir.isFree(target.name)) {
      onAir.put(target.name, sdkAppId, this.#source);
      this.#tell(running, 'running', null);
    } else this.#tell(running, 'failed', `${target.name} is on the air already`);
  }

  #disconnect(running: Running): void {
    const { target, push } = running;
    if (target.kind === 'push') push!.feed(null);
    else if (this.#source !== null) this.#options.onAir.take(target.name, this.#source);
    if (running.state !== 'failed') this.#tell(running, 'idle', null);
  }

  #tell(running: Running, state: PushState, reason: string | null): void {
    const told = state === 'idle' && this.#options.goesOn() ? 'recovering' : state;
    if (running.state === told) return;
    running.state = told;
    this.#options.onState(running.target.url, told, reason);
  }
}
