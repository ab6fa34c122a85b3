import type { SubApplicationRecord, SubApplications } from '../../ports/sub-applications.ts';
import type { TencentClients } from './clients.ts';
import { asking, translateError } from './errors.ts';

const pageSize = 200;
const statuses: Readonly<Record<string, SubApplicationRecord['status']>> = {
  On: 'ON',
  Off: 'OFF',
  Destroying: 'DESTROYING',
  Destroyed: 'DESTROYED',
};

/** The sub-applications of the account; the main one (its APPID) is among them where the provider lists it. */
export function openSubApplications({ vod }: Pick<TencentClients, 'vod'>): SubApplications {
  return {
    async list() {
      const all: SubApplicationRecord[] = [];
      for (;;) {
        const { SubAppIdInfoSet = [], TotalCount = 0 } = await asking('DescribeSubAppIds', () =>
          vod.DescribeSubAppIds({ Offset: all.length, Limit: pageSize }),
        );
        for (const { SubAppId, SubAppIdName, Description, CreateTime, Status } of SubAppIdInfoSet)
          all.push({
            subAppId: SubAppId!,
            name: SubAppIdName ?? '',
            description: Description ?? '',
            createdAt: new Date(CreateTime ?? 0),
            status: statuses[Status ?? ''] ?? 'OFF',
          });
        if (SubAppIdInfoSet.length === 0 || all.length >= TotalCount) return all;
      }
    },

    async create(name, description) {
      try {
        const { SubAppId } = await vod.CreateSubAppId({ Name: name, Description: description });
        return SubAppId!;
      } catch (error) {
        throw translateError(error, 'CreateSubAppId', true);
      }
    },

    async setOpen(subAppId, isOpen) {
      try {
        await vod.ModifySubAppIdStatus({ SubAppId: subAppId, Status: isOpen ? 'On' : 'Off' });
      } catch (error) {
        throw translateError(error, 'ModifySubAppIdStatus', true);
      }
    },
  };
}
