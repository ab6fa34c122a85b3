import { refuseFaults } from '../errors.ts';
import {
  checkEncodeParams,
  requireServedForm,
  type EncodeParams,
  type EncodeParamsInput,
} from './encode-params.ts';
import type { MixLayout } from './layout.ts';
import { checkLayout, type MixLayoutInput } from './read-layout.ts';

/** How a mix looks and sounds. */
export interface MixForm {
  readonly encode: EncodeParams;
  readonly layout: MixLayout;
}

/**
 * Checks all that a mix is asked for and throws one `BAD_INPUT` with every fault in it: the vendor answers success to some of
 * them and then records nothing (TencentCloud/tencentcloud-sdk-nodejs issue 119).
 */
export function readMixForm(
  input: { readonly encode: EncodeParamsInput; readonly layout: MixLayoutInput },
  paths: { readonly encode: string; readonly layout: string },
): MixForm {
  const encode = checkEncodeParams(input.encode, paths.encode);
  const { width, height } = encode.params;
  const sizeIsWrong = encode.faults.some(({ field }) => /\.(width|height)$/.test(field));
  // Against a canvas that is wrong itself no rectangle can be checked.
  const canvas = sizeIsWrong ? { width: 0, height: 0 } : { width, height };
  const layout = checkLayout(input.layout, canvas, paths.layout);
  refuseFaults([...encode.faults, ...layout.faults]);
  requireServedForm(input.encode, paths.encode);
  return { encode: encode.params, layout: layout.layout };
}
