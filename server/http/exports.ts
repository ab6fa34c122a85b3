import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DomainError } from '../../domain/errors.ts';
import type { Services } from '../graphql/context.ts';
import { exportFiles } from '../services/exports/draw-export.ts';

type Asked = FastifyRequest<{
  Params: { readonly id: string };
  Querystring: Readonly<Record<string, string | string[] | undefined>>;
}>;

const text = (value: string | string[] | undefined): string => (typeof value === 'string' ? value : '');

/** `GET /exports/<id>?expires=&sign=`: the file of an export, for whoever has the address that was signed for it. */
export function registerExports(
  app: FastifyInstance,
  { services }: { readonly services: Pick<Services, 'billExports' | 'chapterGrants' | 'clock'> },
): void {
  app.get('/exports/:id', async (request: Asked, reply) => {
    const { expires, sign } = request.query;
    const path = request.url.split('?')[0]!;
    if (!services.chapterGrants.isValid(path, text(expires), text(sign), services.clock()))
      throw new DomainError('FORBIDDEN', 'caller', 'The address was not signed so, or has expired.');
    const file = await services.billExports.file(request.params.id);
    if (file === null) throw new DomainError('NOT_FOUND', 'caller', 'There is no such export any more.');
    const { months, format } = file.record;
    const { ending, contentType } = exportFiles[format];
    const span = months.length === 1 ? months[0]! : `${months[0]!}_${months.at(-1)!}`;
    return reply
      .header('content-type', contentType)
      .header('content-disposition', `attachment; filename="bill-${span}.${ending}"`)
      .header('cache-control', 'private, no-store')
      .send(file.content);
  });
}
