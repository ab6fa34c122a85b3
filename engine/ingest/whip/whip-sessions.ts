import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Logger } from 'pino';
import type { PublishFault, PublishGate, PublishRequest } from '../publisher.ts';
import type { ChosenMedia } from './codec-choice.ts';
import { chooseCodec } from './codec-choice.ts';
import type { CoderRoom } from './coder.ts';
import { hostAddresses, mediaHost } from './host-addresses.ts';
import { printAnswer } from './sdp-answer.ts';
import { printFragment, readFragment } from './sdp-fragment.ts';
import { readOffer } from './sdp-offer.ts';
import type { Identity } from './secure-channel.ts';
import { makeIdentity } from './secure-channel.ts';
import type { PortRange, UdpPorts } from './udp-ports.ts';
import { openUdpPorts } from './udp-ports.ts';
import type { WhipLimits } from './whip-session.ts';
import { defaultWhipLimits, WhipSession } from './whip-session.ts';

/** A refusal as HTTP tells it. */
export interface Refusal {
  readonly status: number;
  readonly sentence: string;
}

/** A session as its client knows it. */
export interface OpenSession {
  readonly id: string;
  /** The entity tag of its ICE session, quotes included. */
  readonly etag: string;
  readonly isOwnedBy: (token: string) => boolean;
  /** Candidates of the present ICE session need no answer; new credentials begin another, which is answered. */
  patch(body: string, ifMatch: string): Refusal | { readonly restarted: string | null };
  end(): Promise<void>;
}

export interface WhipSessionsOptions {
  readonly host: string;
  readonly ports: PortRange;
  /** Told to publishers instead of the addresses that are listened on. */
  readonly announced: readonly string[];
  readonly gate: PublishGate;
  /** Null without ffmpeg: then sound and VP8 cannot be taken. */
  readonly coders: CoderRoom | null;
  readonly log: Pick<Logger, 'info' | 'error'>;
  readonly clock: () => number;
  readonly maxSessions?: number;
  readonly limits?: Partial<WhipLimits>;
}

export interface WhipSessions {
  /** The first UDP port. */
  readonly port: number;
  readonly open: number;
  /** Answers an offer, or refuses it. */
  publish(
    request: PublishRequest,
    offer: string,
  ): Promise<Refusal | { session: OpenSession; answer: string }>;
  find(id: string): OpenSession | null;
  close(): Promise<void>;
}

const tickMs = 10;
const statusOf: Readonly<Record<PublishFault, number>> = {
  address: 400,
  user: 401,
  permission: 403,
  application: 404,
  taken: 409,
};

const refuse = (status: number, sentence: string): Refusal => ({ status, sentence });
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const makeTag = (): string => `"${randomBytes(9).toString('base64url')}"`;

/** What an offer asks for, as far as it can be had. */
function readPlan(
  sdp: string,
  coders: CoderRoom | null,
):
  | Refusal
  | { readonly media: ChosenMedia[]; readonly offer: Exclude<ReturnType<typeof readOffer>, Refusal> } {
  const offer = readOffer(sdp);
  if ('status' in offer) return offer;
  const media: ChosenMedia[] = [];
  for (const offered of offer.media) {
    const chosen = chooseCodec(offered);
    if (typeof chosen === 'string') return refuse(406, chosen);
    if (coders === null && chosen.codec.name !== 'h264')
      return refuse(
        503,
        `${chosen.codec.rtpmap} has to be coded anew, and this engine has no ffmpeg to do it`,
      );
    media.push(chosen);
  }
  return { media, offer };
}

/** Opens the ports and takes publishers. Rejects when a port is taken. */
export async function openWhipSessions(options: WhipSessionsOptions): Promise<WhipSessions> {
  const { gate, log, clock, maxSessions = 200 } = options;
  const limits = { ...defaultWhipLimits, ...options.limits };
  const identity: Identity = await makeIdentity();
  const ports: UdpPorts = await openUdpPorts(mediaHost(options.host), options.ports, (error) => {
    log.error({ err: error }, 'a UDP port for WHIP failed');
  });
  const hosts = options.announced.length > 0 ? options.announced : hostAddresses(mediaHost(options.host));
  const sessions = new Map<string, { readonly session: WhipSession; readonly known: OpenSession }>();
  const endings = new Set<Promise<void>>();
  const timer = setInterval(() => {
    const now = clock();
    for (const { session } of sessions.values()) session.tick(now);
  }, tickMs);
  timer.unref();

  const know = (
    session: WhipSession,
    id: string,
    token: string,
    first: string,
    port: number,
  ): OpenSession => {
    let etag = makeTag();
    let remote = first;
    const owner = digest(token);
    return {
      id,
      get etag() {
        return etag;
      },
      isOwnedBy: (other) => timingSafeEqual(digest(other), owner),
      patch(body, ifMatch) {
        const fragment = readFragment(body);
        if (fragment === null) return refuse(400, 'the body is no SDP fragment with ICE attributes');
        const tags = ifMatch.split(',').map((tag) => tag.trim());
        if (ifMatch !== '*' && !tags.includes(etag))
          return refuse(
            412,
            'If-Match names an ICE session that is over; send the candidates of the present one',
          );
        if (fragment.ufrag === null || fragment.ufrag === remote) return { restarted: null };
        if (ifMatch !== '*') return refuse(400, 'new ICE credentials restart ICE, which needs If-Match: *');
        if (fragment.password === null)
          return refuse(400, 'an ICE restart needs a=ice-pwd beside a=ice-ufrag');
        remote = fragment.ufrag;
        etag = makeTag();
        return { restarted: printFragment(session.restartIce(), candidatesOf(port)) };
      },
      end: () => session.end('the publisher ended it'),
    };
  };
  const candidatesOf = (port: number) => hosts.map((host) => ({ host, port }));

  return {
    port: ports.first,
    get open() {
      return sessions.size;
    },
    async publish(request, sdp) {
      const plan = readPlan(sdp, options.coders);
      if ('status' in plan) return plan;
      if (sessions.size >= maxSessions)
        return refuse(503, `${String(maxSessions)} publishers are here already, as many as are taken`);
      const decision = await gate(request);
      if (!decision.accepted) return refuse(statusOf[decision.fault], decision.reason);
      const id = randomUUID();
      const port = ports.pick();
      const about = { sessionId: id, userId: request.userId, streamType: request.streamType };
      const session = new WhipSession({
        media: plan.media,
        fingerprints: plan.offer.fingerprints,
        sink: decision.sink,
        port,
        identity,
        coders: options.coders,
        clock,
        limits,
        onOver: (reason, ended) => {
          sessions.delete(id);
          log.info({ ...about, reason }, 'a WHIP session is over');
          const ending = ended.finally(() => endings.delete(ending));
          endings.add(ending);
        },
      });
      const known = know(session, id, request.userSig, plan.offer.iceUfrag, port.port);
      sessions.set(id, { session, known });
      decision.onKick((reason) => {
        void session.end(reason);
      });
      log.info({ ...about, codecs: plan.media.map(({ codec }) => codec.rtpmap) }, 'a WHIP session begins');
      const answer = printAnswer({
        media: plan.media,
        credentials: session.credentials,
        fingerprint: identity.fingerprint,
        candidates: candidatesOf(port.port),
        number: randomBytes(8).readBigUInt64BE() >> 1n,
      });
      return { session: known, answer };
    },
    find: (id) => sessions.get(id)?.known ?? null,
    async close() {
      clearInterval(timer);
      for (const { session } of sessions.values()) void session.end('the engine closes');
      await Promise.all(endings);
      await ports.close();
    },
  };
}
