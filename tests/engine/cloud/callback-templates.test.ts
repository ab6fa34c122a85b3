import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallbackReceiver } from '../../support/callback-receiver.ts';
import { startCallbackReceiver } from '../../support/callback-receiver.ts';
import { publishAddress, testApplication } from '../../support/engine-process.ts';
import { eventually } from '../../support/eventually.ts';
import { startPublisher } from '../../support/publisher.ts';
import type { VodEngine } from '../../support/vod-engine.ts';
import { openVodEngine } from '../../support/vod-engine.ts';

const path = { DomainName: 'livepush.roomtape', AppName: `trtc_${String(testApplication.sdkAppId)}` };
const otherKey = 'anotherkey0123';

describe('where the live service tells its events', () => {
  let house: VodEngine;
  let other: CallbackReceiver;
  beforeAll(async () => {
    house = await openVodEngine();
    other = await startCallbackReceiver(otherKey);
  });
  afterAll(async () => {
    await house.close();
    await other.close();
  });

  const ruledTemplate = async (): Promise<number | undefined> => {
    const { Rules } = await house.live().DescribeLiveCallbackRules(null);
    return Rules?.find(
      ({ DomainName, AppName }) => DomainName === path.DomainName && AppName === path.AppName,
    )?.TemplateId;
  };
  const publish = async (userId: string): Promise<void> => {
    const address = publishAddress(house.engine.ports['rtmp']!, { room: 'told', userId });
    expect(await startPublisher(address, 1).ended).toMatchObject({ code: 0 });
    await eventually(`${userId} has left`, () =>
      house.receiver.trtc.some(({ name, userId: of }) => name === 'user-left' && of === userId),
    );
  };
  const pushesOf = (userId: string, of: CallbackReceiver) =>
    of.pushes().filter(({ streamId }) => streamId.includes(userId));

  it('is read, changed, taken away and set anew by templates and rules, and holds at once', async () => {
    const live = house.live();
    const first = (await ruledTemplate())!;
    const { Template } = await live.DescribeLiveCallbackTemplate({ TemplateId: first });
    expect(Template).toMatchObject({
      TemplateId: first,
      StreamBeginNotifyUrl: house.receiver.urls.css,
      CallbackKey: testApplication.callbackKey,
    });

    // What is changed goes elsewhere under the other key; what is not given stays.
    await live.ModifyLiveCallbackTemplate({
      TemplateId: first,
      Description: 'moved',
      CallbackKey: otherKey,
      StreamBeginNotifyUrl: other.urls.css,
      StreamEndNotifyUrl: other.urls.css,
      RecordNotifyUrl: '',
      RecordStatusNotifyUrl: '',
      RecordExceptionNotifyUrl: '',
    });
    expect((await live.DescribeLiveCallbackTemplate({ TemplateId: first })).Template).toMatchObject({
      TemplateName: Template!.TemplateName,
      Description: 'moved',
      StreamBeginNotifyUrl: other.urls.css,
      CallbackKey: otherKey,
    });
    await publish('moved');
    await eventually('both pushes came elsewhere', () => pushesOf('moved', other).length === 2);
    expect(pushesOf('moved', house.receiver)).toEqual([]);

    // A template that a rule names stays; without a rule nothing is told.
    await expect(live.DeleteLiveCallbackTemplate({ TemplateId: first })).rejects.toMatchObject({
      code: 'FailedOperation.ConfInUsed',
    });
    await live.DeleteLiveCallbackRule(path);
    expect(await ruledTemplate()).toBeUndefined();
    await publish('untold');
    await live.DeleteLiveCallbackTemplate({ TemplateId: first });
    await expect(live.DescribeLiveCallbackTemplate({ TemplateId: first })).rejects.toMatchObject({
      code: 'InternalError.ConfNotFound',
    });
    expect((await live.DescribeLiveCallbackTemplates(null)).Templates).toEqual([]);

    const { TemplateId } = await live.CreateLiveCallbackTemplate({
      TemplateName: 'anew',
      CallbackKey: testApplication.callbackKey,
      StreamBeginNotifyUrl: house.receiver.urls.css,
      StreamEndNotifyUrl: house.receiver.urls.css,
    });
    const { Templates } = await live.DescribeLiveCallbackTemplates(null);
    expect(Templates).toMatchObject([{ TemplateId, TemplateName: 'anew', RecordNotifyUrl: '' }]);
    await live.CreateLiveCallbackRule({ ...path, TemplateId: TemplateId! });
    expect(await ruledTemplate()).toBe(TemplateId);
    await publish('anew');
    await eventually('both pushes came back', () => pushesOf('anew', house.receiver).length === 2);
    for (const receiver of [house.receiver, other]) expect(pushesOf('untold', receiver)).toEqual([]);
    expect([...house.receiver.faults, ...other.faults]).toEqual([]);
  });
});
