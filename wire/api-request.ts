/**
 * One call of API 3.0 as read from its transport, not yet verified. Action and Version come from headers (the SDK) or
 * from the query (the form the vendor's page prints); parameters from a JSON body or from dotted query names.
 */
export interface ApiCall {
  readonly action: string;
  readonly version: string;
  readonly timestamp: number;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** A refusal in the vendor's codes. A class, so that no parameters of a caller can look like one. */
export class ApiFault {
  readonly code: string;
  readonly message: string;

  constructor(code: string, message: string) {
    this.code = code;
    this.message = message;
  }
}

export interface RawApiRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly query: URLSearchParams;
  readonly body: string;
}

/** Parameters common to every call; in the query form they stand beside the action's own. */
const commonParameters = new Set([
  'Action',
  'Version',
  'Region',
  'Timestamp',
  'Token',
  'Language',
  'Nonce',
  'SecretId',
  'RequestClient',
]);
const maxQueryParameters = 500;
const maxArrayItems = 1000;

type Node = Record<string, unknown>;

function insert(root: Node, name: string, value: string): string | null {
  const path = name.split('.');
  if (path.length > 8 || path.some((part) => part === '' || part === '__proto__'))
    return `parameter name ${name} is malformed`;
  let at = root;
  for (const [index, part] of path.entries()) {
    if (index === path.length - 1) {
      if (Object.hasOwn(at, part)) return `parameter ${name} is given twice`;
      at[part] = value;
      return null;
    }
    const next = Object.hasOwn(at, part) ? at[part] : (at[part] = Object.create(null) as Node);
    if (typeof next !== 'object' || next === null) return `parameter ${name} is both a value and a structure`;
    at = next as Node;
  }
  return null;
}

/** `{ '0': a, '1': b }` is how the query form writes an array. */
function foldArrays(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, foldArrays(item)] as const);
  const isArray =
    entries.length > 0 &&
    entries.length <= maxArrayItems &&
    entries.every(([key], index) => key === String(index));
  return isArray ? entries.map(([, item]) => item) : Object.fromEntries(entries);
}

/** Rebuilds nested parameters from dotted names (`OutputParams.StreamId=s1`, `MixVideoUids.0=u1`). Values stay text. */
export function readDotted(query: URLSearchParams): Record<string, unknown> | ApiFault {
  if (query.size > maxQueryParameters)
    return new ApiFault('InvalidParameter', `More than ${String(maxQueryParameters)} parameters.`);
  const root = Object.create(null) as Node;
  for (const [name, value] of query) {
    if (commonParameters.has(name)) continue;
    const fault = insert(root, name, value);
    if (fault !== null) return new ApiFault('InvalidParameter', `${fault}.`);
  }
  return foldArrays(root) as Record<string, unknown>;
}

function single(value: string | string[] | undefined): string | null {
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

function agree(what: string, header: string | null, query: string | null): string | ApiFault {
  if (header !== null && query !== null && header !== query) {
    return new ApiFault(
      'InvalidParameter',
      `${what} is ${header} in the header and ${query} in the query; give one.`,
    );
  }
  return (
    header ??
    query ??
    new ApiFault(
      'MissingParameter',
      `${what} is missing: give the header X-TC-${what} or the query parameter ${what}.`,
    )
  );
}

function readBody(body: string): Record<string, unknown> | ApiFault {
  if (body.trim() === '') return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return new ApiFault('InvalidParameter', 'The body is no JSON.');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    return new ApiFault('InvalidParameter', 'The body is no JSON object.');
  }
  return parsed as Record<string, unknown>;
}

/** Reads a call, or says in the vendor's codes why it cannot be read. */
export function readApiCall(request: RawApiRequest): ApiCall | ApiFault {
  const action = agree('Action', single(request.headers['x-tc-action']), request.query.get('Action'));
  if (action instanceof ApiFault) return action;
  const version = agree('Version', single(request.headers['x-tc-version']), request.query.get('Version'));
  if (version instanceof ApiFault) return version;
  const timestamp = agree(
    'Timestamp',
    single(request.headers['x-tc-timestamp']),
    request.query.get('Timestamp'),
  );
  if (timestamp instanceof ApiFault) return timestamp;
  const parameters = request.method === 'GET' ? readDotted(request.query) : readBody(request.body);
  if (parameters instanceof ApiFault) return parameters;
  return { action, version, timestamp: Number(timestamp), parameters };
}

/** The envelope of every answer: HTTP 200, errors inside. */
export function printReply(requestId: string, result: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ Response: { ...result, RequestId: requestId } });
}

export function printFault(requestId: string, fault: ApiFault): string {
  return JSON.stringify({
    Response: { Error: { Code: fault.code, Message: fault.message }, RequestId: requestId },
  });
}
