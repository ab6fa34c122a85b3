import { kindOfApplication } from '../../domain/application/kind.ts';
import { DomainError } from '../../domain/errors.ts';
import {
  capabilitiesOf,
  capabilityOf,
  type Capability,
  type RecordingService,
  type RecordingVerb,
} from '../../domain/recording/capabilities.ts';
import type { RecordingFormat } from '../../domain/recording/formats.ts';
import type { ApplicationRecord } from './applications.ts';

/** What the recording service of an application can do. */
export interface Capabilities {
  of(application: Pick<ApplicationRecord, 'sdkAppId'>): readonly Capability[];
  /** Throws UNSUPPORTED, with the sentence that says why, where the application's service cannot do it in any of the formats. */
  require(sdkAppId: number, verb: RecordingVerb, formats?: readonly RecordingFormat[]): void;
}

/** By kind of application: the price cohort is another matter, which both kinds may share. */
const services = {
  legacy: { engine: 'engine', cloud: 'legacy' },
  task: { engine: 'engine-tasks', cloud: 'since-2022-08' },
} as const;

/** `ownEngine`: the cloud behind the wire is ours. */
export function openCapabilities(
  /** Asked each time: applications are made at run time. */
  applications: () => readonly ApplicationRecord[],
  ownEngine: boolean,
): Capabilities {
  const serviceOf = ({ sdkAppId }: Pick<ApplicationRecord, 'sdkAppId'>): RecordingService =>
    services[kindOfApplication(sdkAppId)][ownEngine ? 'engine' : 'cloud'];
  return {
    of: (application) => capabilitiesOf(serviceOf(application)),
    require(sdkAppId, verb, formats) {
      const application = applications().find((candidate) => candidate.sdkAppId === sdkAppId);
      if (application === undefined)
        throw new DomainError('NOT_FOUND', 'caller', `There is no application ${sdkAppId}.`);
      const capability = capabilityOf(serviceOf(application), verb);
      const lacking = (formats ?? []).filter((format) => !capability.formats.includes(format));
      if (capability.formats.length > 0 && lacking.length === 0) return;
      const which = lacking.length > 0 && capability.formats.length > 0 ? ` for ${lacking.join(', ')}` : '';
      throw new DomainError(
        'UNSUPPORTED',
        'caller',
        `Not supported for application ${sdkAppId}${which}: ${capability.sentence}`,
      );
    },
  };
}
