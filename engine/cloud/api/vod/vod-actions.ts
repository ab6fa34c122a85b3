import type { Action } from '../action.ts';
import { deleteMediaAction } from './delete-media.ts';
import { describeMediaAction } from './describe-media.ts';
import { eventActions } from './event-actions.ts';
import { forbidMediaAction } from './forbid-media.ts';
import type { MediaDesk } from './media-desk.ts';
import { grantActions } from './grant-actions.ts';
import { logActions } from './log-actions.ts';
import { modifyMediaAction } from './modify-media.ts';
import { objectAction } from './object-action.ts';
import { searchMediaAction } from './search-media.ts';
import { storageClassActions } from './storage-class-actions.ts';
import { storageDetailsAction } from './storage-details.ts';
import { subAppActions } from './sub-app-actions.ts';

/** The media library's actions, one file a noun. */
export function vodActions(
  desk: MediaDesk,
  { viewerRegion, restoreScale }: { readonly viewerRegion: string | null; readonly restoreScale: number },
): readonly Action[] {
  return [
    searchMediaAction(desk),
    describeMediaAction(desk),
    modifyMediaAction(desk),
    forbidMediaAction(desk),
    deleteMediaAction(desk),
    ...eventActions(desk),
    ...subAppActions(desk),
    ...logActions(desk),
    ...grantActions(desk, viewerRegion),
    objectAction(desk),
    ...storageClassActions(desk, restoreScale),
    storageDetailsAction(desk),
  ];
}
