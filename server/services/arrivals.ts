import type { FileRef, MediaShelf } from '../ports/media-shelf.ts';
import type { RecordStore } from '../ports/records.ts';
import type { ShelfStore } from '../ports/shelf-store.ts';
import { everything } from './access/principal.ts';
import type { HoldFiles } from './hold-files.ts';

export interface ArrivingFile extends FileRef {
  readonly recordingId: string;
}

export interface Arrivals {
  /** Makes true of a file, before it is READY, what is true of its recording. Throws where it could not. */
  admit(file: ArrivingFile): Promise<void>;
}

export function openArrivals(
  records: Pick<RecordStore, 'recordingsByIds'>,
  store: ShelfStore,
  shelf: MediaShelf,
  holdFiles: HoldFiles,
): Arrivals {
  return {
    async admit(file) {
      const { recordingId } = file;
      if ((await store.protectedOf([recordingId])).has(recordingId)) await holdFiles.holdArriving(file);
      const [recording] = await records.recordingsByIds([recordingId], everything);
      if (recording === undefined || (recording.tags.length === 0 && recording.description === '')) return;
      await shelf.change(file, {
        addTags: recording.tags,
        ...(recording.description === '' ? {} : { description: recording.description }),
      });
    },
  };
}
