import { z } from 'zod';
import { ApiFault } from '../../../wire/api-request.ts';
import { pushDomain } from '../account.ts';
import type { DocumentShelf } from '../settings/document-shelf.ts';
import type { TemplateRule } from '../settings/documents.ts';
import { ruleKey } from '../settings/documents.ts';
import type { Action } from './action.ts';
import { liveVersion } from './action.ts';
import { integer, readParameters, text } from './parameters.ts';

const name = z.string({ error: 'text' }).max(255, 'at most 255 characters').default('');
const templateId = integer(1, 0x7fffffff);
const streamNames = { DomainName: text(255), AppName: name, StreamName: name };

/** The vendor's times of rules are Beijing time without a zone. */
export function printBeijingTime(ms: number): string {
  return new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}

/** Create, Describe and Delete of one kind of rules: which template is for which streams. */
export function liveRuleActions(
  kind: 'record' | 'callback',
  names: { readonly create: string; readonly describe: string; readonly remove: string },
  shelf: DocumentShelf,
  clock: () => number,
): readonly Action[] {
  const perStream = kind === 'record';
  const named = perStream ? streamNames : { DomainName: streamNames.DomainName, AppName: text(255) };
  const documents = `${kind}-rule` as const;
  const readRule = (asked: Readonly<Record<string, unknown>>): TemplateRule => ({
    domain: String(asked['DomainName']),
    appName: String(asked['AppName']),
    streamName: perStream ? String(asked['StreamName']) : '',
    templateId: Number(asked['TemplateId'] ?? 0),
    createdAtMs: clock(),
    updatedAtMs: clock(),
  });

  return [
    {
      version: liveVersion,
      name: names.create,
      async run(parameters) {
        const asked = readParameters(z.strictObject({ ...named, TemplateId: templateId }), parameters);
        if (asked instanceof ApiFault) return asked;
        const rule = readRule(asked);
        if (rule.domain !== pushDomain)
          return new ApiFault(
            'ResourceNotFound.DomainNotExist',
            `DomainName is ${rule.domain}; this engine has ${pushDomain}.`,
          );
        return shelf.change<ApiFault | Record<string, unknown>>(() => {
          if (shelf.get(`${kind}-template`, String(rule.templateId)) === null)
            return {
              changes: [],
              answer: new ApiFault(
                'InternalError.ConfNotFound',
                `There is no template ${String(rule.templateId)}.`,
              ),
            };
          if (shelf.get(documents, ruleKey(rule)) !== null)
            return {
              changes: [],
              answer: new ApiFault(
                'FailedOperation.RuleAlreadyExist',
                'There is a rule for these names already; delete it first.',
              ),
            };
          return { changes: [{ kind: documents, key: ruleKey(rule), body: rule }], answer: {} };
        });
      },
    },
    {
      version: liveVersion,
      name: names.describe,
      run(parameters) {
        const asked = readParameters(z.strictObject({}), parameters);
        if (asked instanceof ApiFault) return Promise.resolve(asked);
        return Promise.resolve({
          Rules: shelf.all(documents).map((rule) => ({
            CreateTime: printBeijingTime(rule.createdAtMs),
            UpdateTime: printBeijingTime(rule.updatedAtMs),
            TemplateId: rule.templateId,
            DomainName: rule.domain,
            AppName: rule.appName,
            ...(perStream ? { StreamName: rule.streamName } : {}),
          })),
        });
      },
    },
    {
      version: liveVersion,
      name: names.remove,
      async run(parameters) {
        const asked = readParameters(z.strictObject(named), parameters);
        if (asked instanceof ApiFault) return asked;
        const key = ruleKey(readRule(asked));
        return shelf.change<ApiFault | Record<string, unknown>>(() =>
          shelf.get(documents, key) === null
            ? {
                changes: [],
                answer: new ApiFault(
                  'InternalError.RuleNotFound',
                  'There is no rule for exactly these names.',
                ),
              }
            : { changes: [{ kind: documents, key, body: null }], answer: {} },
        );
      },
    },
  ];
}

/** Deletes a template that no rule names. */
export function deleteTemplateAction(
  kind: 'record' | 'callback',
  actionName: string,
  shelf: DocumentShelf,
): Action {
  return {
    version: liveVersion,
    name: actionName,
    async run(parameters) {
      const asked = readParameters(z.strictObject({ TemplateId: templateId }), parameters);
      if (asked instanceof ApiFault) return asked;
      const key = String(asked.TemplateId);
      return shelf.change<ApiFault | Record<string, unknown>>(() => {
        const fault = (code: string, sentence: string) => ({
          changes: [],
          answer: new ApiFault(code, sentence),
        });
        if (shelf.get(`${kind}-template`, key) === null)
          return fault('InternalError.ConfNotFound', `There is no template ${key}.`);
        if (shelf.all(`${kind}-rule`).some((rule) => rule.templateId === asked.TemplateId))
          return fault(
            'FailedOperation.ConfInUsed',
            `A rule names the template ${key}; delete the rule first.`,
          );
        return { changes: [{ kind: `${kind}-template`, key, body: null }], answer: {} };
      });
    },
  };
}
