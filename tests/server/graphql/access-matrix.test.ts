import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
  type GraphQLField,
  type GraphQLInputType,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSchema } from '../../../server/graphql/schema.ts';
import { printGlobalId, type NodeType } from '../../../server/graphql/relay/global-id.ts';
import { actionsOf, roles, type Action } from '../../../server/services/access/roles.ts';
import { testApplication } from '../../support/engine-process.ts';
import { openTestHouse, testApiKeys, type TestHouse } from '../../support/house.ts';

/** What each door asks for. A new door has to be put here. ANYONE is a door that tells callers what they are. */
const doors: Readonly<Record<string, Action | 'ANYONE'>> = {
  ...{ viewer: 'ANYONE', eventCursor: 'EVENTS', auditLog: 'AUDIT', node: 'READ', layoutPreview: 'MIX' },
  ...{ applications: 'READ', application: 'READ', room: 'READ', rooms: 'READ', recording: 'READ' },
  ...{ recordings: 'READ', consentLog: 'READ', deliveryPolicies: 'READ', subApplications: 'READ' },
  ...{ retentionPolicies: 'READ', retentionPreview: 'READ', playbackGrants: 'PLAY' },
  ...{ bill: 'COSTS', costForecast: 'COSTS', budgets: 'COSTS', priceBooks: 'COSTS', priceBook: 'COSTS' },
  ...{ comparePriceBooks: 'COSTS', billingTerms: 'COSTS', whatIf: 'COSTS', exportJob: 'COSTS' },
  monthHints: 'COSTS',
  ...{ reconciliation: 'COSTS', setBudget: 'COSTS', removeBudget: 'COSTS', importPriceBook: 'COSTS' },
  ...{ setBillingTerms: 'COSTS', startBillExport: 'COSTS', cancelExportJob: 'COSTS' },
  ...{ importProviderUsage: 'COSTS', importInvoice: 'COSTS', lockReconciliation: 'COSTS' },
  ...{ unlockReconciliation: 'COSTS', keepEstimate: 'COSTS' },
  ...{
    estimateCost: 'ESTIMATE',
    estimateRecording: 'ESTIMATE',
    compareCosts: 'ESTIMATE',
    costHints: 'ESTIMATE',
  },
  ...{ createViewerToken: 'MAKE_TOKENS', createJoinTicket: 'JOIN' },
  ...{ createApplication: 'CONFIGURE', updateRecordingSettings: 'CONFIGURE' },
  ...{ startRelay: 'MIX', stopRelay: 'MIX', startMixedRecording: 'MIX', updateMixLayout: 'MIX' },
  ...{
    stopMixedRecording: 'MIX',
    setConsent: 'CONTROL',
    pauseRecording: 'CONTROL',
    resumeRecording: 'CONTROL',
  },
  ...{ startRecording: 'CONTROL', stopRecording: 'CONTROL', updateRecordingUsers: 'CONTROL' },
  ...{ addMarker: 'ANNOTATE', updateMarker: 'ANNOTATE', removeMarker: 'ANNOTATE', updateRecording: 'EDIT' },
  ...{ createPlaybackGrant: 'PLAY', renewPlaybackGrant: 'PLAY', revokePlaybackGrant: 'PLAY' },
  ...{ setDeliveryPolicy: 'RETAIN', createSubApplication: 'RETAIN', setSubApplicationOpen: 'RETAIN' },
  ...{ setRetention: 'RETAIN', setRetentionPolicy: 'RETAIN', setLegalHold: 'HOLD' },
  ...{ deleteRecordings: 'DELETE', deleteRecordingFiles: 'DELETE', restoreRecordings: 'DELETE' },
};

const schema = makeSchema();
const kinds = { query: schema.getQueryType()!, mutation: schema.getMutationType()! } as const;
const all = (['query', 'mutation'] as const).flatMap((kind) =>
  Object.values(kinds[kind].getFields()).map((field) => ({ kind, field })),
);

/** What passes each door’s form, so that it is the door which answers: by the name of the part or of its type. */
const known: Readonly<Record<string, unknown>> = {
  ...{
    sdkAppId: testApplication.sdkAppId,
    month: '2026-06',
    period: { month: '2026-06' },
    fromMonth: '2026-06',
  },
  ...{
    RoomNameInput: { text: 'r' },
    RunningRoomInput: { name: { text: 'r' } },
    by: { id: idOf('Room') },
    mixId: idOf('Mix'),
    relayId: idOf('StreamRelay'),
  },
  ...{ markerId: idOf('RecordingMarker'), scope: { applications: [testApplication.sdkAppId] } },
  start: { task: { room: { text: 'r' }, idempotencyKey: 'k' } },
};

function idOf(type: NodeType): string {
  return printGlobalId(type, '00000000-0000-4000-8000-000000000000');
}

/** Optional parts without which a form does not say enough. */
const alsoGiven: readonly string[] = ['sdkAppId', 'recordingId'];

function exampleOf(type: GraphQLInputType, name: string): unknown {
  const typeName = getNamedType(type).name;
  if (typeName in known) return known[typeName];
  if (name in known) return known[name];
  if (isNonNullType(type)) return exampleOf(type.ofType, name);
  if (isListType(type)) return [exampleOf(type.ofType, name)];
  if (isInputObjectType(type))
    return Object.fromEntries(
      Object.values(type.getFields())
        .filter((part) => isRequiredInputField(part) || alsoGiven.includes(part.name))
        .map((part) => [part.name, exampleOf(part.type, part.name)]),
    );
  if (isEnumType(type)) return type.getValues()[0]!.name;
  const scalars: Readonly<Record<string, unknown>> = {
    ...{ Int: 1, Float: 1, Long: 1, Boolean: true, Decimal: '1', String: 'a', JSONObject: {} },
    DateTime: '2026-06-01T00:00:00Z',
    ID: printGlobalId('Recording', '00000000-0000-4000-8000-000000000000'),
  };
  return scalars[type.name];
}

/** An operation with what it cannot do without, and no more. */
function operationOf(kind: keyof typeof kinds, field: GraphQLField<unknown, unknown>) {
  const required = field.args.filter(isRequiredArgument);
  const head = required.map((part) => `$${part.name}: ${String(part.type)}`).join(', ');
  const passed = required.map((part) => `${part.name}: $${part.name}`).join(', ');
  const selection = isLeafType(getNamedType(field.type)) ? '' : '{ __typename }';
  return {
    query: `${kind}${head && `(${head})`} { ${field.name}${passed && `(${passed})`} ${selection} }`,
    variables: Object.fromEntries(required.map((part) => [part.name, exampleOf(part.type, part.name)])),
  };
}

describe('the doors of the API', () => {
  let house: TestHouse;
  beforeAll(async () => {
    house = await openTestHouse();
  });
  afterAll(() => house.close());

  const answerTo = async (
    door: { readonly kind: keyof typeof kinds; readonly field: GraphQLField<unknown, unknown> },
    key: string,
  ): Promise<string> => {
    const { query, variables } = operationOf(door.kind, door.field);
    return house.ask(query, variables, key).then(
      () => 'OK',
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
  };

  it('are all in the table', () => {
    expect(all.map(({ field }) => field.name).sort()).toEqual(Object.keys(doors).sort());
  });

  it.each(roles)('open for the %s key where its role says so, and nowhere else', async (role) => {
    const wrong: string[] = [];
    for (const door of all) {
      const needs = doors[door.field.name]!;
      const answer = await answerTo(door, testApiKeys[role]);
      const may = needs === 'ANYONE' || actionsOf(role).has(needs);
      if (answer.startsWith('FORBIDDEN') === may || answer.startsWith('INTERNAL'))
        wrong.push(`${door.field.name}: ${answer}`);
    }
    expect(wrong).toEqual([]);
  });

  it('stay shut for keys that are none', async () => {
    for (const door of all)
      expect(await answerTo(door, 'rt_admin_of_nobody'), door.field.name).toMatch(/^UNAUTHENTICATED /);
  });

  it('answer text that no database keeps as the caller’s fault, in variables and in the document', async () => {
    for (const body of [
      { query: 'query ($id: ID!) { node(id: $id) { id } }', variables: { id: 'a\u0000b' } },
      { query: '{ node(id: "a\\u0000b") { id } }' },
    ]) {
      const answer = await fetch(`${house.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${testApiKeys.admin}` },
        body: JSON.stringify(body),
      });
      const { errors } = (await answer.json()) as { errors: { extensions: Record<string, unknown> }[] };
      expect([answer.status, errors[0]!.extensions['code'], 'http' in errors[0]!.extensions]).toEqual([
        ...[400, 'BAD_INPUT', false],
      ]);
    }
  });
});
