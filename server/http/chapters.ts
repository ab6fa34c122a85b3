import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../../domain/errors.ts';
import type { Services } from '../graphql/context.ts';
import { keyOf } from '../graphql/relay/global-id.ts';
import type { Authenticate } from '../services/access/authenticate.ts';
import { everything, requireAction } from '../services/access/principal.ts';
import type { RecordingRecord, VisibleScope } from '../ports/records.ts';

type Asked = FastifyRequest<{
  Params: { readonly id: string };
  Querystring: Readonly<Record<string, string | string[] | undefined>>;
}>;

export interface ChaptersDeps {
  readonly services: Pick<Services, 'records' | 'chapters' | 'chapterGrants' | 'clock'>;
  readonly authenticate: Authenticate;
}

function one(value: string | string[] | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/**
 * `GET /recordings/<id>/chapters.vtt` and `/markers.json`, with `?file=<id>` for one file of a split recording. The caller
 * sends a key or viewer token as for the API, or comes with an address that was signed for it.
 */
export function registerChapters(app: FastifyInstance, { services, authenticate }: ChaptersDeps): void {
  const scopeOf = async (
    request: Asked,
    reply: FastifyReply,
    fileKey: string | null,
  ): Promise<VisibleScope> => {
    const [expires, sign] = [one(request.query['expires']), one(request.query['sign'])];
    if (expires !== null && sign !== null) {
      const path = `${request.url.split('?')[0]!} ${fileKey ?? ''}`;
      if (!services.chapterGrants.isValid(path, expires, sign, services.clock()))
        throw new DomainError('FORBIDDEN', 'caller', 'The address was not signed so, or has expired.');
      // Whoever has the address may read it, from any page.
      reply.header('access-control-allow-origin', '*');
      return everything;
    }
    const principal = await authenticate(request.headers.authorization);
    requireAction(principal, 'READ');
    return principal.scope;
  };

  const find = async (
    request: Asked,
    reply: FastifyReply,
  ): Promise<{ readonly recording: RecordingRecord; readonly fileKey: string | null }> => {
    const file = one(request.query['file']);
    const fileKey = file === null ? null : keyOf('RecordingFile', file, 'file');
    const scope = await scopeOf(request, reply, fileKey);
    const key = keyOf('Recording', request.params.id, 'id');
    const [recording] = await services.records.recordingsByIds([key], scope);
    if (recording === undefined) throw new DomainError('NOT_FOUND', 'caller', 'There is no such recording.');
    reply.header('cache-control', 'private, no-cache');
    return { recording, fileKey };
  };

  app.get('/recordings/:id/chapters.vtt', async (request: Asked, reply) => {
    const { recording, fileKey } = await find(request, reply);
    const text = await services.chapters.vtt(recording, fileKey);
    return reply.header('content-type', 'text/vtt; charset=utf-8').send(text);
  });
  app.get('/recordings/:id/markers.json', async (request: Asked, reply) => {
    const { recording, fileKey } = await find(request, reply);
    return reply.send(await services.chapters.json(recording, fileKey));
  });
}
