import type { ApiFault } from '../../../wire/api-request.ts';

/** One action of one product's version: reads its parameters and answers the fields beside RequestId. */
export interface Action {
  /** `2018-07-17` is VOD's, `2019-07-22` TRTC's: the version tells the product, the host need not. */
  readonly version: string;
  readonly name: string;
  run(parameters: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>> | ApiFault>;
}

export const vodVersion = '2018-07-17';
export const liveVersion = '2018-08-01';
export const trtcVersion = '2019-07-22';
