/* eslint-disable */
import * as types from './graphql';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "fragment Cost on CostBreakdown {\n  book {\n    id\n    title\n    pagesDate\n  }\n  bookAgeDays\n  currency\n  total\n  subtotals {\n    charge\n    amount\n  }\n  lines {\n    charge\n    description\n    quantity\n    unit\n    unitPrice\n    amount\n    why\n    source\n  }\n}\n\nquery PriceBooks {\n  priceBooks {\n    id\n    title\n    pagesDate\n  }\n}\n\nquery RecordingCost($id: ID!, $book: ID) {\n  recording(id: $id) {\n    id\n    cost(book: $book) {\n      ...Cost\n    }\n  }\n}\n\nquery Bill($input: BillInput!) {\n  bill(input: $input) {\n    ...Cost\n  }\n}": typeof types.CostFragmentDoc,
    "fragment RecordingRow on Recording {\n  id\n  kind\n  state\n  failure\n  userId\n  streamType\n  userDefineRecordId\n  startedAt\n  endedAt\n  durationSeconds\n  room {\n    id\n    name\n    number\n  }\n  files {\n    id\n    format\n    sizeBytes\n  }\n}\n\nquery RecordingList($first: Int!, $after: String, $filter: RecordingFilterInput) {\n  recordings(first: $first, after: $after, filter: $filter) {\n    totalCount\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    edges {\n      node {\n        ...RecordingRow\n      }\n    }\n  }\n}\n\nquery RecordingPage($id: ID!) {\n  recording(id: $id) {\n    ...RecordingRow\n    streamId\n    files {\n      id\n      fileId\n      format\n      state\n      name\n      sizeBytes\n      durationSeconds\n      width\n      height\n      startedAt\n    }\n  }\n}\n\nquery RecordingPlayback($id: ID!, $format: RecordingFormat) {\n  recording(id: $id) {\n    id\n    playback(format: $format) {\n      url\n      expiresAt\n      file {\n        format\n      }\n    }\n  }\n}\n\nsubscription RecordingEvents($after: String) {\n  recordingEvents(after: $after) {\n    cursor\n    type\n    recording {\n      id\n    }\n  }\n}": typeof types.RecordingRowFragmentDoc,
    "query Viewer {\n  viewer {\n    role\n    actions\n    expiresAt\n    applications {\n      sdkAppId\n      name\n    }\n  }\n}\n\nmutation CreateViewerToken($input: CreateViewerTokenInput!) {\n  createViewerToken(input: $input) {\n    token\n    expiresAt\n  }\n}": typeof types.ViewerDocument,
};
const documents: Documents = {
    "fragment Cost on CostBreakdown {\n  book {\n    id\n    title\n    pagesDate\n  }\n  bookAgeDays\n  currency\n  total\n  subtotals {\n    charge\n    amount\n  }\n  lines {\n    charge\n    description\n    quantity\n    unit\n    unitPrice\n    amount\n    why\n    source\n  }\n}\n\nquery PriceBooks {\n  priceBooks {\n    id\n    title\n    pagesDate\n  }\n}\n\nquery RecordingCost($id: ID!, $book: ID) {\n  recording(id: $id) {\n    id\n    cost(book: $book) {\n      ...Cost\n    }\n  }\n}\n\nquery Bill($input: BillInput!) {\n  bill(input: $input) {\n    ...Cost\n  }\n}": types.CostFragmentDoc,
    "fragment RecordingRow on Recording {\n  id\n  kind\n  state\n  failure\n  userId\n  streamType\n  userDefineRecordId\n  startedAt\n  endedAt\n  durationSeconds\n  room {\n    id\n    name\n    number\n  }\n  files {\n    id\n    format\n    sizeBytes\n  }\n}\n\nquery RecordingList($first: Int!, $after: String, $filter: RecordingFilterInput) {\n  recordings(first: $first, after: $after, filter: $filter) {\n    totalCount\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    edges {\n      node {\n        ...RecordingRow\n      }\n    }\n  }\n}\n\nquery RecordingPage($id: ID!) {\n  recording(id: $id) {\n    ...RecordingRow\n    streamId\n    files {\n      id\n      fileId\n      format\n      state\n      name\n      sizeBytes\n      durationSeconds\n      width\n      height\n      startedAt\n    }\n  }\n}\n\nquery RecordingPlayback($id: ID!, $format: RecordingFormat) {\n  recording(id: $id) {\n    id\n    playback(format: $format) {\n      url\n      expiresAt\n      file {\n        format\n      }\n    }\n  }\n}\n\nsubscription RecordingEvents($after: String) {\n  recordingEvents(after: $after) {\n    cursor\n    type\n    recording {\n      id\n    }\n  }\n}": types.RecordingRowFragmentDoc,
    "query Viewer {\n  viewer {\n    role\n    actions\n    expiresAt\n    applications {\n      sdkAppId\n      name\n    }\n  }\n}\n\nmutation CreateViewerToken($input: CreateViewerTokenInput!) {\n  createViewerToken(input: $input) {\n    token\n    expiresAt\n  }\n}": types.ViewerDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "fragment Cost on CostBreakdown {\n  book {\n    id\n    title\n    pagesDate\n  }\n  bookAgeDays\n  currency\n  total\n  subtotals {\n    charge\n    amount\n  }\n  lines {\n    charge\n    description\n    quantity\n    unit\n    unitPrice\n    amount\n    why\n    source\n  }\n}\n\nquery PriceBooks {\n  priceBooks {\n    id\n    title\n    pagesDate\n  }\n}\n\nquery RecordingCost($id: ID!, $book: ID) {\n  recording(id: $id) {\n    id\n    cost(book: $book) {\n      ...Cost\n    }\n  }\n}\n\nquery Bill($input: BillInput!) {\n  bill(input: $input) {\n    ...Cost\n  }\n}"): typeof import('./graphql').CostFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "fragment RecordingRow on Recording {\n  id\n  kind\n  state\n  failure\n  userId\n  streamType\n  userDefineRecordId\n  startedAt\n  endedAt\n  durationSeconds\n  room {\n    id\n    name\n    number\n  }\n  files {\n    id\n    format\n    sizeBytes\n  }\n}\n\nquery RecordingList($first: Int!, $after: String, $filter: RecordingFilterInput) {\n  recordings(first: $first, after: $after, filter: $filter) {\n    totalCount\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    edges {\n      node {\n        ...RecordingRow\n      }\n    }\n  }\n}\n\nquery RecordingPage($id: ID!) {\n  recording(id: $id) {\n    ...RecordingRow\n    streamId\n    files {\n      id\n      fileId\n      format\n      state\n      name\n      sizeBytes\n      durationSeconds\n      width\n      height\n      startedAt\n    }\n  }\n}\n\nquery RecordingPlayback($id: ID!, $format: RecordingFormat) {\n  recording(id: $id) {\n    id\n    playback(format: $format) {\n      url\n      expiresAt\n      file {\n        format\n      }\n    }\n  }\n}\n\nsubscription RecordingEvents($after: String) {\n  recordingEvents(after: $after) {\n    cursor\n    type\n    recording {\n      id\n    }\n  }\n}"): typeof import('./graphql').RecordingRowFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Viewer {\n  viewer {\n    role\n    actions\n    expiresAt\n    applications {\n      sdkAppId\n      name\n    }\n  }\n}\n\nmutation CreateViewerToken($input: CreateViewerTokenInput!) {\n  createViewerToken(input: $input) {\n    token\n    expiresAt\n  }\n}"): typeof import('./graphql').ViewerDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
