import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ApiCall } from '../../../wire/api-request.ts';
import { ApiFault, printFault, printReply, readApiCall } from '../../../wire/api-request.ts';
import { roomtapeVersion } from '../../../wire/own-actions.ts';
import { callsPerSecond, RateWindow } from '../../../wire/rate-limits.ts';
import type { Tc3Credential, Tc3Verdict } from '../../../wire/tc3.ts';
import { verifyTc3 } from '../../../wire/tc3.ts';
import type { Action } from './action.ts';

const authFaults: Readonly<Record<Exclude<Tc3Verdict, 'ok'>, ApiFault>> = {
  malformed: new ApiFault(
    'AuthFailure.SignatureFailure',
    'The Authorization header is no TC3-HMAC-SHA256 signature over content-type and host.',
  ),
  'unknown-secret-id': new ApiFault('AuthFailure.SecretIdNotFound', 'The SecretId is not known.'),
  expired: new ApiFault(
    'AuthFailure.SignatureExpire',
    'The timestamp differs by more than five minutes from this engine’s clock, or its date is not the scope’s.',
  ),
  'wrong-signature': new ApiFault(
    'AuthFailure.SignatureFailure',
    'The signature does not match the request.',
  ),
};

function tooMany(action: string): ApiFault {
  return new ApiFault(
    'RequestLimitExceeded',
    `More than ${String(callsPerSecond(action))} calls of ${action} in a second.`,
  );
}

const maxBodyBytes = 1024 * 1024;

/** `POST|GET /api`: Tencent Cloud API 3.0. Every answer is HTTP 200 with the fault inside, as the vendor's. */
export function registerApi(
  app: FastifyInstance,
  credential: Tc3Credential,
  actions: readonly Action[],
  /** Whether calls beyond the vendor's rates are refused. */
  limitsRates: boolean,
  log: { error(fields: Readonly<Record<string, unknown>>, message: string): void },
): void {
  const known = new Map(actions.map((action) => [`${action.version}/${action.name}`, action]));
  const rates = limitsRates ? new RateWindow() : null;
  const names = new Set(actions.map(({ name }) => name));

  const authenticate = (request: FastifyRequest, body: Buffer, call: ApiCall): ApiFault | null => {
    const at = request.url.indexOf('?');
    const verdict = verifyTc3(
      {
        method: request.method === 'GET' ? 'GET' : 'POST',
        path: at < 0 ? request.url : request.url.slice(0, at),
        query: at < 0 ? '' : request.url.slice(at + 1),
        contentType: request.headers['content-type'] ?? '',
        host: request.headers.host ?? '',
        body,
      },
      request.headers.authorization ?? '',
      call.timestamp,
      Math.floor(Date.now() / 1000),
      (secretId) => (secretId === credential.secretId ? credential.secretKey : null),
    );
    return verdict === 'ok' ? null : authFaults[verdict];
  };

  const answer = async (request: FastifyRequest, requestId: string): Promise<string> => {
    const at = request.url.indexOf('?');
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const call = readApiCall({
      method: request.method,
      headers: request.headers,
      query: new URLSearchParams(at < 0 ? '' : request.url.slice(at + 1)),
      body: body.toString('utf8'),
    });
    if (call instanceof ApiFault) return printFault(requestId, call);
    const stranger = authenticate(request, body, call);
    if (stranger !== null) return printFault(requestId, stranger);
    const action = known.get(`${call.version}/${call.action}`);
    if (action === undefined) {
      const fault = names.has(call.action)
        ? new ApiFault('NoSuchVersion', `${call.action} is not served in the version ${call.version}.`)
        : new ApiFault('InvalidAction', `This engine does not serve the action ${call.action}.`);
      return printFault(requestId, fault);
    }
    // Our own actions have no rate of the vendor's.
    if (call.version !== roomtapeVersion && (rates?.take(call.action, performance.now()) ?? 0) > 0)
      return printFault(requestId, tooMany(call.action));
    const result = await action.run(call.parameters);
    return result instanceof ApiFault ? printFault(requestId, result) : printReply(requestId, result);
  };

  app.register((scope, _, done) => {
    scope.removeAllContentTypeParsers();
    // The signature is over the bytes as they came.
    scope.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: maxBodyBytes },
      (_request, body, parsed) => {
        parsed(null, body);
      },
    );
    for (const url of ['/api', '/api/']) {
      scope.route({
        method: ['GET', 'POST'],
        url,
        exposeHeadRoute: false,
        handler: async (request, reply) => {
          const requestId = randomUUID();
          const text = await answer(request, requestId).catch((error: unknown) => {
            log.error({ err: error, requestId }, 'an action failed');
            return printFault(
              requestId,
              new ApiFault('InternalError', 'The engine failed; its log says why.'),
            );
          });
          return reply.type('application/json').send(text);
        },
      });
    }
    done();
  });
}
