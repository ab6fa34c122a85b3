import { z } from 'zod';
import { ApiFault } from '../../../../wire/api-request.ts';
import type { Library } from '../../../library/library.ts';
import type { SubApps } from '../../../library/sub-apps.ts';
import type { Account } from '../../account.ts';
import { integer, text } from '../parameters.ts';

/** What the actions of the media library work with. */
export interface MediaDesk {
  readonly library: Library;
  readonly account: Account;
  readonly subApps: SubApps;
  /** Removes the bytes of a deleted file; what fails now is done later. */
  readonly removeBytes: (fileId: string) => Promise<void>;
}

export const fileId = text(64);
export const subAppId = integer(0, Number.MAX_SAFE_INTEGER).optional();

/** Codes of the vendor's own for single parameters. */
export const valueCodes = Object.fromEntries(
  [
    ...['FileId', 'FileIds', 'SubAppId', 'Limit', 'Offset', 'Sort', 'Text', 'StartTime', 'EndTime'],
    ...['ExpireTime', 'StorageClass'],
  ].map((name) => [name, `InvalidParameterValue.${name}`]),
);

/** A list of file ids, with the vendor's codes for an empty and for a long one. */
export function findFileIdsFault(
  parameters: Readonly<Record<string, unknown>>,
  atMost: number,
): ApiFault | null {
  const ids = parameters['FileIds'];
  if (!Array.isArray(ids)) return null;
  if (ids.length === 0) return new ApiFault('InvalidParameterValue.FileIdsEmpty', 'FileIds is empty.');
  if (ids.length <= atMost) return null;
  return new ApiFault(
    'InvalidParameterValue.FileIdsTooMany',
    `FileIds has ${String(ids.length)} elements; allowed: at most ${String(atMost)}.`,
  );
}

export const fileIds = (atMost: number) =>
  z
    .array(fileId, { error: 'a list of file ids' })
    .min(1, 'at least one')
    .max(atMost, `at most ${String(atMost)}`);

/** The application that a call is about, null for the main one; the fault where there is none. */
export async function readHome(
  { subApps, account }: MediaDesk,
  asked: number | undefined,
): Promise<{ readonly subAppId: number | null } | ApiFault> {
  if (asked === undefined || asked === 0 || asked === account.appId) return { subAppId: null };
  const found = await subApps.find(asked);
  if (found === null || found.status === 'Destroyed')
    return new ApiFault('ResourceNotFound', `There is no application with the SubAppId ${String(asked)}.`);
  return { subAppId: asked };
}
