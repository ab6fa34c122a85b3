import { z } from 'zod';
import { ApiFault } from '../../../../wire/api-request.ts';
import type { MediaEvent } from '../../../library/media-events.ts';
import {
  changeEventSettings,
  confirmEvents,
  pullEvents,
  readEventSettings,
} from '../../../library/media-events.ts';
import type { MediaFile } from '../../../library/media-file.ts';
import { anyMediaByIds } from '../../../library/media-store.ts';
import type { Action } from '../action.ts';
import { vodVersion } from '../action.ts';
import { readParameters, text, textList } from '../parameters.ts';
import type { MediaDesk } from './media-desk.ts';
import { readHome, subAppId, valueCodes } from './media-desk.ts';
import { printBasicInfo, printMetaData } from './media-info.ts';

/** At most this many events are handed out, and confirmed, in one call. */
const eventsInACall = 16;
/** How long a call waits for an event to come; a client should wait for ten seconds. */
const patienceMs = 5000;

const onOff = z.enum(['ON', 'OFF'], { error: 'ON or OFF' });
const pullParameters = z.strictObject({ SubAppId: subAppId, ExtInfo: text(1000).optional() });
const confirmParameters = z.strictObject({
  SubAppId: subAppId,
  EventHandles: textList(eventsInACall, 128),
  ExtInfo: text(1000).optional(),
});
const configParameters = z.strictObject({ SubAppId: subAppId });
const modifyParameters = z.strictObject({
  SubAppId: subAppId,
  Mode: z.literal('PULL', { error: 'PULL; this engine pushes no events of its media library' }).optional(),
  UploadMediaCompleteEventSwitch: onOff.optional(),
  DeleteMediaCompleteEventSwitch: onOff.optional(),
});

const isOn = (value: 'ON' | 'OFF' | undefined): boolean | undefined =>
  value === undefined ? undefined : value === 'ON';

/** PullEvents, ConfirmEvents and their settings (https://www.tencentcloud.com/document/product/266/34184). */
export function eventActions(desk: MediaDesk): readonly Action[] {
  const { library, account } = desk;

  const printEvent = ({ handle, type, fileId }: MediaEvent, file: MediaFile) => ({
    EventHandle: handle,
    EventType: type,
    FileUploadEvent:
      type === 'NewFileUpload'
        ? {
            FileId: fileId,
            MediaBasicInfo: printBasicInfo(account, file),
            ProcedureTaskId: '',
            ReviewAudioVideoTaskId: '',
            MetaData: printMetaData(file),
          }
        : null,
    FileDeleteEvent:
      type === 'FileDeleted'
        ? { FileIdSet: [fileId], FileDeleteResultInfo: [{ FileId: fileId, DeleteParts: [] }] }
        : null,
  });

  return [
    {
      version: vodVersion,
      name: 'PullEvents',
      async run(parameters) {
        const asked = readParameters(pullParameters, parameters, valueCodes);
        if (asked instanceof ApiFault) return asked;
        const home = await readHome(desk, asked.SubAppId);
        if (home instanceof ApiFault) return home;
        const deadline = AbortSignal.timeout(patienceMs);
        for (;;) {
          const heard = library.bell.rings;
          const events = await pullEvents(library.sql, home.subAppId, eventsInACall);
          if (events.length === 0 && !deadline.aborted) {
            await library.bell.wait(heard, patienceMs, deadline);
            continue;
          }
          const files = await anyMediaByIds(
            library.sql,
            events.map(({ fileId }) => fileId),
          );
          const known = new Map(files.map((file) => [file.fileId, file]));
          return { EventSet: events.map((event) => printEvent(event, known.get(event.fileId)!)) };
        }
      },
    },
    {
      version: vodVersion,
      name: 'ConfirmEvents',
      async run(parameters) {
        const asked = readParameters(confirmParameters, parameters, valueCodes);
        if (asked instanceof ApiFault) return asked;
        const home = await readHome(desk, asked.SubAppId);
        if (home instanceof ApiFault) return home;
        if (await confirmEvents(library.sql, home.subAppId, asked.EventHandles)) return {};
        return new ApiFault(
          'InvalidParameterValue',
          'EventHandles names a handle that is not known, confirmed, or older than 30 seconds; none was confirmed.',
        );
      },
    },
    {
      version: vodVersion,
      name: 'DescribeEventConfig',
      async run(parameters) {
        const asked = readParameters(configParameters, parameters, valueCodes);
        if (asked instanceof ApiFault) return asked;
        const home = await readHome(desk, asked.SubAppId);
        if (home instanceof ApiFault) return home;
        const { uploads, deletions } = await readEventSettings(library.sql, home.subAppId);
        return {
          Mode: 'PULL',
          NotificationUrl: '',
          UploadMediaCompleteEventSwitch: uploads ? 'ON' : 'OFF',
          DeleteMediaCompleteEventSwitch: deletions ? 'ON' : 'OFF',
          PersistenceCompleteEventSwitch: 'OFF',
        };
      },
    },
    {
      version: vodVersion,
      name: 'ModifyEventConfig',
      async run(parameters) {
        const asked = readParameters(modifyParameters, parameters, valueCodes);
        if (asked instanceof ApiFault) return asked;
        const home = await readHome(desk, asked.SubAppId);
        if (home instanceof ApiFault) return home;
        await changeEventSettings(library.sql, home.subAppId, {
          uploads: isOn(asked.UploadMediaCompleteEventSwitch),
          deletions: isOn(asked.DeleteMediaCompleteEventSwitch),
        });
        return {};
      },
    },
  ];
}
