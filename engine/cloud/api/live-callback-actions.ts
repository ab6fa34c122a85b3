import { z } from 'zod';
import { ApiFault } from '../../../wire/api-request.ts';
import type { DocumentShelf } from '../settings/document-shelf.ts';
import type { CallbackTemplate, CallbackUrlName } from '../settings/documents.ts';
import { callbackUrlNames } from '../settings/documents.ts';
import { nextTemplateId } from '../settings/seed.ts';
import type { Action } from './action.ts';
import { liveVersion } from './action.ts';
import { deleteTemplateAction, liveRuleActions } from './live-rules.ts';
import {
  callbackKey,
  callbackUrl,
  integer,
  maxTemplates,
  readParameters,
  templateText,
  textList,
} from './parameters.ts';

const fields = {
  Description: templateText(1024, 0).optional(),
  CallbackKey: callbackKey.optional(),
  StreamBeginNotifyUrl: callbackUrl.optional(),
  StreamEndNotifyUrl: callbackUrl.optional(),
  RecordNotifyUrl: callbackUrl.optional(),
  RecordStatusNotifyUrl: callbackUrl.optional(),
  RecordExceptionNotifyUrl: callbackUrl.optional(),
  /** Taken and not looked at: every level is told. */
  RecordExceptionLevels: textList(3, 16).optional(),
};
const createParameters = z.strictObject({ TemplateName: templateText(255, 1), ...fields });
const templateId = integer(1, 0x7fffffff);
const modifyParameters = z.strictObject({
  TemplateId: templateId,
  TemplateName: templateText(255, 1).optional(),
  ...fields,
});
const codes = Object.fromEntries(
  callbackUrlNames.map((name) => [name, 'InvalidParameter.InvalidCallbackUrl']),
);

type Fields = Omit<z.infer<typeof modifyParameters>, 'TemplateId'>;

function withFields(former: CallbackTemplate, given: Fields): CallbackTemplate {
  return {
    ...former,
    name: given.TemplateName ?? former.name,
    description: given.Description ?? former.description,
    key: given.CallbackKey ?? former.key,
    urls: Object.fromEntries(
      callbackUrlNames.map((name) => [name, given[name] ?? former.urls[name]]),
    ) as Record<CallbackUrlName, string>,
  };
}

function printTemplate(template: CallbackTemplate): Readonly<Record<string, unknown>> {
  return {
    TemplateId: template.id,
    TemplateName: template.name,
    Description: template.description,
    ...template.urls,
    // The vendor's answers hold the key too.
    CallbackKey: template.key,
  };
}

const noUrls = Object.fromEntries(callbackUrlNames.map((name) => [name, ''])) as Record<
  CallbackUrlName,
  string
>;

function notFound(id: number): ApiFault {
  return new ApiFault('InternalError.ConfNotFound', `There is no template ${String(id)}.`);
}

/** The live service's callback templates and the rules that say which paths they are for. */
export function liveCallbackActions(shelf: DocumentShelf, clock: () => number): readonly Action[] {
  const find = (id: number): CallbackTemplate | null => shelf.get('callback-template', String(id));
  return [
    {
      version: liveVersion,
      name: 'CreateLiveCallbackTemplate',
      async run(parameters) {
        const asked = readParameters(createParameters, parameters, codes);
        if (asked instanceof ApiFault) return asked;
        return shelf.change<ApiFault | Record<string, unknown>>(() => {
          if (shelf.all('callback-template').length >= maxTemplates)
            return {
              changes: [],
              answer: new ApiFault(
                'InternalError.ConfOutLimit',
                `There are ${String(maxTemplates)} templates.`,
              ),
            };
          const id = nextTemplateId(shelf, 'callback-template');
          const template = withFields({ id, name: '', description: '', urls: noUrls, key: '' }, asked);
          return {
            changes: [{ kind: 'callback-template', key: String(id), body: template }],
            answer: { TemplateId: id },
          };
        });
      },
    },
    {
      version: liveVersion,
      name: 'ModifyLiveCallbackTemplate',
      async run(parameters) {
        const asked = readParameters(modifyParameters, parameters, codes);
        if (asked instanceof ApiFault) return asked;
        return shelf.change<ApiFault | Record<string, unknown>>(() => {
          const former = find(asked.TemplateId);
          if (former === null) return { changes: [], answer: notFound(asked.TemplateId) };
          const body = withFields(former, asked);
          return { changes: [{ kind: 'callback-template', key: String(former.id), body }], answer: {} };
        });
      },
    },
    {
      version: liveVersion,
      name: 'DescribeLiveCallbackTemplate',
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
      name: 'DescribeLiveCallbackTemplates',
      run(parameters) {
        const asked = readParameters(z.strictObject({}), parameters);
        if (asked instanceof ApiFault) return Promise.resolve(asked);
        return Promise.resolve({
          Templates: shelf.all('callback-template').map(printTemplate),
        });
      },
    },
    deleteTemplateAction('callback', 'DeleteLiveCallbackTemplate', shelf),
    ...liveRuleActions(
      'callback',
      {
        create: 'CreateLiveCallbackRule',
        describe: 'DescribeLiveCallbackRules',
        remove: 'DeleteLiveCallbackRule',
      },
      shelf,
      clock,
    ),
  ];
}
