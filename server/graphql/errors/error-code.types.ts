import { registerEnumType } from 'type-graphql';
import { errorCodes, type ErrorCode } from '../../../domain/errors.ts';

export const ErrorCodeEnum = Object.fromEntries(errorCodes.map((code) => [code, code])) as {
  readonly [C in ErrorCode]: C;
};

registerEnumType(ErrorCodeEnum, {
  name: 'ErrorCode',
  description:
    'What `extensions.code` of an error can be. Beside it stand `fault` (`caller` changes the request, `provider` recovers, `us` mends a bug), `field` and `faults` (every broken rule: field, got, allowed) and `traceId`, which finds the call in our log. Codes are only ever added.',
  valuesConfig: {
    BAD_INPUT: { description: 'The request is not valid; `faults` lists every broken rule.' },
    UNAUTHENTICATED: { description: 'No credential came, or it is wrong or has expired.' },
    FORBIDDEN: { description: 'The credential is right but may not do this.' },
    NOT_FOUND: { description: 'What a change was asked of does not exist or is not visible to the caller.' },
    CONFLICT: { description: 'Not possible in the present state; it may be later.' },
    IDEMPOTENCY_CONFLICT: { description: 'The idempotencyKey was used before with another input.' },
    ROOM_EMPTY: { description: 'Nobody is in the room, so there is nothing to mix.' },
    MIX_NOT_RUNNING: { description: 'The mix has ended or its room has, so there is nothing to stop.' },
    UNCONFIRMED: { description: 'The provider did not answer in time; whether it acted shows later.' },
    BUDGET_EXCEEDED: {
      description:
        'A budget of the application forbids to start it; the message and `faults` have what was spent and the limit, or for callers without COSTS the budget alone.',
    },
    LIMIT_EXCEEDED: { description: 'Too much at once: a limit of this API or of the provider.' },
    UNSUPPORTED: { description: 'The cloud behind this application cannot do it.' },
    PROVIDER_UNAVAILABLE: { description: 'The provider cannot be reached or failed; a repeat may help.' },
    PROVIDER_REFUSED: { description: 'The provider refused the request.' },
    INTERNAL: { description: 'A bug of ours. Nothing more is told here; the log has it under the traceId.' },
  },
});
