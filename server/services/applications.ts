import { kindOfApplication } from '../../domain/application/kind.ts';
import { cohortOfService } from '../../domain/billing/find-rate.ts';
import type { AccountCohort } from '../../domain/billing/price-book.ts';
import { DomainError } from '../../domain/errors.ts';
import type { RecordingFormat } from '../../domain/recording/formats.ts';
import type { VisibleScope } from '../ports/records.ts';

/** One of the vendor's applications (SDKAppID), without its keys. */
export interface ApplicationRecord {
  readonly sdkAppId: number;
  readonly name: string;
  /** What automatic recording writes. */
  readonly formats: readonly RecordingFormat[];
  /** Which of the vendor's two recording services serves it: it decides names, callbacks and prices. */
  readonly cohort: 'css-live-recording' | 'trtc-recording';
}

/** Whose prices an application has: a newer one is charged by its tasks, whatever the account's first one was. */
export function cohortOf({
  sdkAppId,
  cohort,
}: Pick<ApplicationRecord, 'sdkAppId' | 'cohort'>): AccountCohort {
  return kindOfApplication(sdkAppId) === 'task' ? 'from-2022-08' : cohortOfService[cohort];
}

/** The account's other applications that are charged alike: their channels count together with this one's. */
export function companionsOf(
  all: readonly ApplicationRecord[],
  application: Pick<ApplicationRecord, 'sdkAppId' | 'cohort'>,
): readonly ApplicationRecord[] {
  return all.filter(
    (other) => other.sdkAppId !== application.sdkAppId && cohortOf(other) === cohortOf(application),
  );
}

/** The applications, of the configuration and created, as a caller may see them. */
export interface Applications {
  /** Whoever asks: for services, never for callers. */
  readonly all: () => readonly ApplicationRecord[];
  visible(scope: VisibleScope): readonly ApplicationRecord[];
  find(sdkAppId: number, scope: VisibleScope): ApplicationRecord | null;
  /** The one meant: by number, or the only one where none is named. Throws BAD_INPUT or NOT_FOUND. */
  choose(sdkAppId: number | null, scope: VisibleScope): ApplicationRecord;
}

export function openApplications(all: () => readonly ApplicationRecord[]): Applications {
  const visible = (scope: VisibleScope): readonly ApplicationRecord[] =>
    all().filter(({ sdkAppId }) => scope.sdkAppIds === null || scope.sdkAppIds.includes(sdkAppId));
  const find = (sdkAppId: number, scope: VisibleScope): ApplicationRecord | null =>
    visible(scope).find((application) => application.sdkAppId === sdkAppId) ?? null;
  return {
    all,
    visible,
    find,
    choose(sdkAppId, scope) {
      const candidates = visible(scope);
      const chosen =
        sdkAppId === null ? (candidates.length === 1 ? candidates[0] : undefined) : find(sdkAppId, scope);
      if (chosen !== undefined && chosen !== null) return chosen;
      if (sdkAppId !== null) {
        throw new DomainError('NOT_FOUND', 'caller', `There is no application ${sdkAppId}.`, {
          field: 'sdkAppId',
        });
      }
      throw new DomainError(
        'BAD_INPUT',
        'caller',
        'sdkAppId is missing; there is not exactly one application to choose.',
        {
          field: 'sdkAppId',
        },
      );
    },
  };
}
