import { kindOfApplication } from '../../domain/application/kind.ts';
import type { EstimateAnswer } from '../../domain/billing/estimate-answer.ts';
import { answerEstimate, defaultBeside } from '../../domain/billing/estimate-answer.ts';
import { DomainError } from '../../domain/errors.ts';
import type { EncodeParamsInput } from '../../domain/mixing/encode-params.ts';
import { readEncodeParams } from '../../domain/mixing/encode-params.ts';
import type { RecordingFormat } from '../../domain/recording/formats.ts';
import { requireAction } from './access/principal.ts';
import type { Principal } from './access/principal.ts';
import type { ApplicationSettings } from './application-settings.ts';
import type { Applications } from './applications.ts';
import { cohortOf } from './applications.ts';
import { defaultEncode } from './mixing.ts';
import type { PriceBooks } from './price-books.ts';
import { refuseTaskFormats, taskRanges } from './recording-tasks.ts';

export interface EstimateQuery {
  /** Null: the book of the newest pages. */
  readonly bookId: string | null;
  readonly besideIds: readonly string[] | null;
  readonly scenario: Readonly<Record<string, unknown>>;
}

/** What is priced of the commands that start a recording. */
interface MixedStart {
  readonly sdkAppId?: number | null;
  readonly encode?: { readonly [Field in keyof EncodeParamsInput]?: EncodeParamsInput[Field] | null } | null;
}
interface TaskStart {
  readonly sdkAppId?: number | null;
  readonly formats: readonly RecordingFormat[];
  readonly retentionDays: number;
}

export interface Estimating {
  /** Throws FORBIDDEN without ESTIMATE, BAD_INPUT with every bad field. */
  estimate(principal: Principal, query: EstimateQuery, path?: string): EstimateAnswer;
  /** One mix of one room on one day, in the formats and for the days that the application's settings say. */
  mixedRecording(principal: Principal, start: MixedStart, query: EstimateQuery): EstimateAnswer;
  /** One task that records each stream of one room on one day. */
  recordingTask(principal: Principal, start: TaskStart, query: EstimateQuery): EstimateAnswer;
}

export interface EstimatingDeps {
  readonly applications: Pick<Applications, 'choose'>;
  readonly settings: Pick<ApplicationSettings, 'settingsOf'>;
  readonly books: Pick<PriceBooks, 'all'>;
  readonly clock: () => Date;
}

const once = { roomsPerDay: 1, roomsAtOnce: 1, daysPerMonth: 1 };

export function openEstimating({ applications, settings, books, clock }: EstimatingDeps): Estimating {
  const answer = (query: EstimateQuery, known: Readonly<Record<string, unknown>>, path: string) =>
    answerEstimate({
      ...{ bookId: query.bookId, besideIds: query.besideIds ?? defaultBeside, path },
      ...{ books: books.all(), nowMs: clock().getTime(), scenario: { ...query.scenario, ...known } },
    });
  return {
    estimate(principal, query, path = 'input') {
      requireAction(principal, 'ESTIMATE');
      return answer(query, {}, path);
    },
    mixedRecording(principal, start, query) {
      requireAction(principal, 'ESTIMATE');
      const application = applications.choose(start.sdkAppId ?? null, principal.scope);
      const { formats, retentionDays } = settings.settingsOf(application.sdkAppId);
      const given = Object.entries(start.encode ?? {}).filter(
        ([, value]) => value !== null && value !== undefined,
      );
      const { width, height, videoBitrateKbps, audioBitrateKbps } = readEncodeParams(
        { ...defaultEncode, ...Object.fromEntries(given) },
        'input.start.mixed.encode',
      );
      const known = {
        ...{ ...once, cohort: cohortOf(application), method: 'mixed', formats, retentionDays },
        ...{ mixWidth: width, mixHeight: height, mixBitrateKbps: videoBitrateKbps + audioBitrateKbps },
      };
      return answer({ ...query, scenario: { anchorsPerRoom: 2, ...query.scenario } }, known, 'input.plan');
    },
    recordingTask(principal, start, query) {
      requireAction(principal, 'ESTIMATE');
      const application = applications.choose(start.sdkAppId ?? null, principal.scope);
      if (kindOfApplication(application.sdkAppId) !== 'task')
        throw new DomainError(
          ...(['UNSUPPORTED', 'caller'] as const),
          `Application ${String(application.sdkAppId)} is of the legacy kind: it is recorded by its settings, not by tasks.`,
          { field: 'input.start.task.sdkAppId' },
        );
      refuseTaskFormats(start.formats, 'input.start.task.formats');
      const { formats, retentionDays } = start;
      const { min, max } = taskRanges.retentionDays;
      if (!Number.isInteger(retentionDays) || retentionDays < min || retentionDays > max)
        throw new DomainError(
          'BAD_INPUT',
          'caller',
          `input.start.task.retentionDays is ${String(retentionDays)}; allowed: ${String(min)} to ${String(max)}`,
          {
            field: 'input.start.task.retentionDays',
          },
        );
      const known = { ...once, cohort: 'from-2022-08', method: 'each-stream', formats, retentionDays };
      return answer(query, known, 'input.plan');
    },
  };
}
