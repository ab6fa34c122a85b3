import { z } from 'zod';
import { ApiFault } from '../../../../wire/api-request.ts';
import type { MediaFile } from '../../../library/media-file.ts';
import { storageClasses } from '../../../library/media-file.ts';
import { mediaByIds } from '../../../library/media-store.ts';
import type { RestoreTier } from '../../../library/storage-classes.ts';
import {
  isAsleepClass,
  moveToClass,
  restoreForDays,
  restoreSeconds,
} from '../../../library/storage-classes.ts';
import type { Action } from '../action.ts';
import { vodVersion } from '../action.ts';
import { integer, readParameters } from '../parameters.ts';
import type { MediaDesk } from './media-desk.ts';
import { fileIds, findFileIdsFault, readHome, subAppId, valueCodes } from './media-desk.ts';

const maxFiles = 100;
const tiers = ['Expedited', 'Standard', 'Bulk'] as const;
const tier = z.enum(tiers, { error: tiers.join(', ') }).optional();
const classParameters = z.strictObject({
  SubAppId: subAppId,
  FileIds: fileIds(maxFiles),
  StorageClass: z.enum(storageClasses, { error: storageClasses.join(', ') }),
  RestoreTier: tier,
});
const restoreParameters = z.strictObject({
  SubAppId: subAppId,
  FileIds: fileIds(maxFiles),
  RestoreDay: integer(1, 365),
  RestoreTier: tier,
});

/** Seconds until each file is awake, or why one of them cannot be woken so; nothing is done before all are known. */
function planWaking(
  files: readonly MediaFile[],
  asked: RestoreTier,
  scale: number,
): ReadonlyMap<string, number> | ApiFault {
  const waits = new Map<string, number>();
  for (const { fileId, storageClass } of files) {
    if (!isAsleepClass(storageClass)) continue;
    const seconds = restoreSeconds(storageClass, asked);
    if (seconds === null)
      return new ApiFault(
        'InvalidParameterValue',
        `RestoreTier is ${asked}; allowed for ${fileId}, which is ${storageClass}: Standard, Bulk.`,
      );
    waits.set(fileId, seconds * scale);
  }
  return waits;
}

/**
 * ModifyMediaStorageClass and RestoreMedia (https://www.tencentcloud.com/document/product/266/56196). The classes are kept
 * and obeyed; the bytes lie where they lay. `scale` shortens the vendor's times of waking for who tries it out.
 */
export function storageClassActions(desk: MediaDesk, scale: number): readonly Action[] {
  const { sql } = desk.library;
  const findFiles = async (
    asked: { readonly FileIds: readonly string[] },
    home: { readonly subAppId: number | null },
  ): Promise<readonly MediaFile[] | ApiFault> => {
    const files = await mediaByIds(sql, asked.FileIds, home.subAppId);
    const missing = asked.FileIds.filter((id) => !files.some((file) => file.fileId === id));
    if (missing.length === 0) return files;
    return new ApiFault('ResourceNotFound', `There is no file ${missing.join(', ')}; nothing was changed.`);
  };
  return [
    {
      version: vodVersion,
      name: 'ModifyMediaStorageClass',
      async run(parameters) {
        const asked =
          findFileIdsFault(parameters, maxFiles) ?? readParameters(classParameters, parameters, valueCodes);
        if (asked instanceof ApiFault) return asked;
        const home = await readHome(desk, asked.SubAppId);
        if (home instanceof ApiFault) return home;
        const files = await findFiles(asked, home);
        if (files instanceof ApiFault) return files;
        const isWaking = !isAsleepClass(asked.StorageClass);
        if (
          isWaking &&
          asked.RestoreTier === undefined &&
          files.some((file) => isAsleepClass(file.storageClass))
        )
          return new ApiFault(
            'MissingParameter',
            'RestoreTier is missing: a file leaves ARCHIVE and DEEP_ARCHIVE by one of the tiers.',
          );
        const waits = isWaking
          ? planWaking(files, asked.RestoreTier ?? 'Standard', scale)
          : new Map<string, number>();
        if (waits instanceof ApiFault) return waits;
        for (const { fileId } of files)
          await moveToClass(sql, fileId, asked.StorageClass, waits.get(fileId) ?? null);
        return {};
      },
    },
    {
      version: vodVersion,
      name: 'RestoreMedia',
      async run(parameters) {
        const asked =
          findFileIdsFault(parameters, maxFiles) ?? readParameters(restoreParameters, parameters, valueCodes);
        if (asked instanceof ApiFault) return asked;
        const home = await readHome(desk, asked.SubAppId);
        if (home instanceof ApiFault) return home;
        const files = await findFiles(asked, home);
        if (files instanceof ApiFault) return files;
        const awake = files.find((file) => !isAsleepClass(file.storageClass));
        if (awake !== undefined)
          return new ApiFault(
            'InvalidParameterValue.FileIds',
            `${awake.fileId} is ${awake.storageClass}, which needs no restoring; nothing was changed.`,
          );
        const waits = planWaking(files, asked.RestoreTier ?? 'Standard', scale);
        if (waits instanceof ApiFault) return waits;
        for (const [fileId, seconds] of waits) await restoreForDays(sql, fileId, seconds, asked.RestoreDay);
        return {};
      },
    },
  ];
}
