import { refuseFaults, type FieldFault } from '../../domain/errors.ts';
import { arrange } from '../../domain/mixing/arrange.ts';
import type { Arrangement, MixStream, PictureOf } from '../../domain/mixing/layout.ts';
import { printLayoutSvg } from '../../domain/mixing/layout-svg.ts';
import { readMixForm, type MixForm } from '../../domain/mixing/mix-form.ts';
import type { MixLayoutInput } from '../../domain/mixing/read-layout.ts';
import { defaultEncode } from './mixing.ts';

export interface PreviewInput {
  readonly layout: MixLayoutInput;
  /** In the order of entry. */
  readonly streams: readonly (PictureOf & { readonly hasPicture: boolean })[];
  readonly width: number;
  readonly height: number;
  readonly backgroundColor: number;
}

export interface Preview {
  readonly arrangement: Arrangement;
  /** By their ids in the arrangement. */
  readonly streams: ReadonlyMap<string, MixStream>;
  readonly svg: string;
}

const maxStreams = 100;

/** What a mix of these streams would look like, by the function that the engine draws by. Throws BAD_INPUT with every fault. */
export function previewLayout({ layout: asked, streams, ...canvas }: PreviewInput): Preview {
  const faults: FieldFault[] = [];
  if (streams.length > maxStreams)
    faults.push({
      ...{ field: 'input.streams', got: `${String(streams.length)} streams` },
      allowed: `at most ${String(maxStreams)}`,
    });
  refuseFaults(faults);
  const { encode, layout } = readMixForm(
    { encode: { ...defaultEncode, ...canvas }, layout: asked },
    { encode: 'input', layout: 'input.layout' },
  );
  return drawLayout({ encode, layout }, streams);
}

/** How these streams are laid out in a mix of this form. */
export function drawLayout({ encode, layout }: MixForm, streams: PreviewInput['streams']): Preview {
  const named = new Map(
    streams.map(({ userId, streamType, hasPicture }, index): [string, MixStream] => {
      const id = String(index);
      return [id, { id, userId, streamType, hasPicture }];
    }),
  );
  const arrangement = arrange(layout, [...named.values()], encode);
  const nameOf = (id: string): string => {
    const { userId, streamType } = named.get(id)!;
    return streamType === 'aux' ? `${userId} (screen)` : userId;
  };
  const { backgroundColor } = encode;
  const view = { canvas: encode, backgroundColor, watermark: layout.watermark, nameOf };
  return { arrangement, streams: named, svg: printLayoutSvg(arrangement, view) };
}
