import { z } from 'zod';
import type { RecordingFormat } from '../../../domain/recording/formats.ts';
import { recordingFormats } from '../../../domain/recording/formats.ts';
import { settingsRanges } from '../../../domain/recording/settings.ts';
import { ApiFault } from '../../../wire/api-request.ts';
import type { DocumentShelf } from '../settings/document-shelf.ts';
import type { FormatParam, RecordTemplate } from '../settings/documents.ts';
import { nextTemplateId } from '../settings/seed.ts';
import type { Action } from './action.ts';
import { liveVersion } from './action.ts';
import { deleteTemplateAction, liveRuleActions } from './live-rules.ts';
import { integer, readParameters, templateText, maxTemplates } from './parameters.ts';

const fieldNames = {
  flv: 'FlvParam',
  hls: 'HlsParam',
  mp4: 'Mp4Param',
  aac: 'AacParam',
} as const satisfies Record<RecordingFormat, string>;
/** The vendor's ranges of RecordInterval, in seconds; it has no meaning for HLS. */
const intervals = {
  flv: { min: 60, max: 43_200 },
  mp4: { min: 60, max: 43_200 },
  aac: { min: 60, max: 7200 },
  hls: { min: 0, max: 43_200 },
} as const;
const defaultIntervalSeconds = 1800;
const maxStorageSeconds = settingsRanges.retentionDays.max * 86_400;

function formatParam(format: RecordingFormat) {
  const { min, max } = intervals[format];
  return z
    .strictObject({
      Enable: integer(0, 1).default(0),
      RecordInterval: integer(min, max).default(defaultIntervalSeconds),
      StorageTime: integer(0, maxStorageSeconds).default(0),
      VodSubAppId: integer(0, Number.MAX_SAFE_INTEGER).default(0),
    })
    .optional();
}

const templateFields = {
  Description: templateText(1024, 0).optional(),
  FlvParam: formatParam('flv'),
  HlsParam: formatParam('hls'),
  Mp4Param: formatParam('mp4'),
  AacParam: formatParam('aac'),
  HlsSpecialParam: z
    .strictObject({
      FlowContinueDuration: integer(
        settingsRanges.resumeTimeoutSeconds.min,
        settingsRanges.resumeTimeoutSeconds.max,
      ).optional(),
    })
    .optional(),
  /** Slow live streams, which there are none of. */
  IsDelayLive: integer(0, 0).optional(),
};
const createParameters = z.strictObject({ TemplateName: templateText(255, 1), ...templateFields });
const templateId = integer(1, 0x7fffffff);
const modifyParameters = z.strictObject({
  TemplateId: templateId,
  TemplateName: templateText(255, 1).optional(),
  ...templateFields,
});

type Fields = Omit<z.infer<typeof modifyParameters>, 'TemplateId'>;

/** A template with what was given put in place of what it had; a format that was not given stays as it is. */
function withFields(former: RecordTemplate, fields: Fields): RecordTemplate | ApiFault {
  const formats: Partial<Record<RecordingFormat, FormatParam>> = {};
  for (const format of recordingFormats) {
    const given = fields[fieldNames[format]];
    const kept = former.formats[format];
    if (given === undefined) {
      if (kept !== undefined) formats[format] = kept;
    } else if (given.Enable === 1) {
      formats[format] = {
        recordIntervalSeconds: given.RecordInterval,
        storageSeconds: given.StorageTime,
        vodSubAppId: given.VodSubAppId,
      };
    }
  }
  return (
    findDifference(formats) ?? {
      ...former,
      name: fields.TemplateName ?? former.name,
      description: fields.Description ?? former.description,
      formats,
      flowContinueSeconds: fields.HlsSpecialParam?.FlowContinueDuration ?? former.flowContinueSeconds,
    }
  );
}

/** A recording here is one plan for all its formats; the vendor lets each format have its own. */
function findDifference(formats: RecordTemplate['formats']): ApiFault | null {
  const enabled = recordingFormats.filter((format) => formats[format] !== undefined);
  const differ = (
    of: readonly RecordingFormat[],
    field: keyof FormatParam,
    name: string,
  ): ApiFault | null => {
    const values = new Set(of.map((format) => formats[format]![field]));
    return values.size <= 1
      ? null
      : new ApiFault(
          'UnsupportedOperation',
          `${name} is ${[...values].join(', ')} for ${of.join(', ')}; this engine takes one for all formats of a template.`,
        );
  };
  return (
    differ(
      enabled.filter((format) => format !== 'hls'),
      'recordIntervalSeconds',
      'RecordInterval',
    ) ??
    differ(enabled, 'storageSeconds', 'StorageTime') ??
    differ(enabled, 'vodSubAppId', 'VodSubAppId')
  );
}

function printTemplate(template: RecordTemplate): Readonly<Record<string, unknown>> {
  const formats = recordingFormats.map((format) => {
    const param = template.formats[format];
    return [
      fieldNames[format],
      {
        Enable: param === undefined ? 0 : 1,
        RecordInterval: param?.recordIntervalSeconds ?? defaultIntervalSeconds,
        StorageTime: param?.storageSeconds ?? 0,
        VodSubAppId: param?.vodSubAppId ?? 0,
      },
    ] as const;
  });
  return {
    TemplateId: template.id,
    TemplateName: template.name,
    Description: template.description,
    ...Object.fromEntries(formats),
    IsDelayLive: 0,
    HlsSpecialParam: { FlowContinueDuration: template.flowContinueSeconds },
  };
}

function notFound(id: number): ApiFault {
  return new ApiFault('InternalError.ConfNotFound', `There is no template ${String(id)}.`);
}

/** The live service's record templates and the rules that say which streams they are for. */
export function liveRecordActions(shelf: DocumentShelf, clock: () => number): readonly Action[] {
  const find = (id: number): RecordTemplate | null => shelf.get('record-template', String(id));
  return [
    {
      version: liveVersion,
      name: 'CreateLiveRecordTemplate',
      async run(parameters) {
        const asked = readParameters(createParameters, parameters);
        if (asked instanceof ApiFault) return asked;
        return shelf.change<ApiFault | Record<string, unknown>>(() => {
          if (shelf.all('record-template').length >= maxTemplates)
            return {
              changes: [],
              answer: new ApiFault(
                'InternalError.ConfOutLimit',
                `There are ${String(maxTemplates)} templates.`,
              ),
            };
          const id = nextTemplateId(shelf, 'record-template');
          const empty = { id, name: '', description: '', formats: {}, flowContinueSeconds: 0 };
          const template = withFields(empty, asked);
          if (template instanceof ApiFault) return { changes: [], answer: template };
          return {
            changes: [{ kind: 'record-template', key: String(id), body: template }],
            answer: { TemplateId: id },
          };
        });
      },
    },
    {
      version: liveVersion,
      name: 'ModifyLiveRecordTemplate',
      async run(parameters) {
        const asked = readParameters(modifyParameters, parameters);
        if (asked instanceof ApiFault) return asked;
        return shelf.change<ApiFault | Record<string, unknown>>(() => {
          const former = find(asked.TemplateId);
          if (former === null) return { changes: [], answer: notFound(asked.TemplateId) };
          const template = withFields(former, asked);
          if (template instanceof ApiFault) return { changes: [], answer: template };
          return {
            changes: [{ kind: 'record-template', key: String(former.id), body: template }],
            answer: {},
          };
        });
      },
    },
    {
      version: liveVersion,
      name: 'DescribeLiveRecordTemplate',
      run(parameters) {
        const asked = readParameters(z.strictObject({ TemplateId: templateId }), parameters);
        if (asked instanceof ApiFault) return Promise.resolve(asked);
        const template = find(asked.TemplateId);
        return Promise.resolve(
          template === null ? notFound(asked.TemplateId) : { Template: printTemplate(template) },
        );
      },
    },
    {
      version: liveVersion,
      name: 'DescribeLiveRecordTemplates',
      run(parameters) {
        const asked = readParameters(z.strictObject({ IsDelayLive: integer(0, 1).optional() }), parameters);
        if (asked instanceof ApiFault) return Promise.resolve(asked);
        const templates = asked.IsDelayLive === 1 ? [] : shelf.all('record-template');
        return Promise.resolve({ Templates: templates.map(printTemplate) });
      },
    },
    deleteTemplateAction('record', 'DeleteLiveRecordTemplate', shelf),
    ...liveRuleActions(
      'record',
      {
        create: 'CreateLiveRecordRule',
        describe: 'DescribeLiveRecordRules',
        remove: 'DeleteLiveRecordRule',
      },
      shelf,
      clock,
    ),
  ];
}
