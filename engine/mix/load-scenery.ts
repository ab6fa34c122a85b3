import { refuseFaults, type FieldFault } from '../../domain/errors.ts';
import { isSoundOnly } from '../../domain/mixing/encode-params.ts';
import type { MixForm } from '../../domain/mixing/mix-form.ts';
import { snapRect } from '../../domain/mixing/rect.ts';
import type { Scenery } from './compositor.ts';
import { loadPicture, type PictureSource, type PictureWanted } from './load-picture.ts';
import type { Picture } from './picture.ts';

/** Gets the pictures that a mix is decorated with. Throws one BAD_INPUT that lists those that cannot be had. */
export async function loadScenery({ encode, layout }: MixForm, source: PictureSource): Promise<Scenery> {
  const { backgroundColor, backgroundImageUrl: url, width, height } = encode;
  const plain: Scenery = { backgroundColor, background: null, watermark: null };
  if (isSoundOnly(encode)) return plain;
  const faults: FieldFault[] = [];
  const load = async (field: string, wanted: PictureWanted): Promise<Picture | null> => {
    try {
      return await loadPicture(wanted, source);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      faults.push({ field, got: JSON.stringify(wanted.url), allowed: `a picture; ${reason}` });
      return null;
    }
  };
  const mark = layout.watermark;
  const rect = mark === null ? null : snapRect(mark.rect);
  const [background, watermark] = await Promise.all([
    url === null
      ? null
      : load('EncodeParams.backgroundImageUrl', {
          ...{ url, width, height, fill: 'crop', canvasHeight: height },
        }),
    mark === null || rect === null
      ? null
      : load('LayoutParams.watermark.url', {
          ...{ url: mark.url, width: rect.width, height: rect.height, fill: 'stretch', canvasHeight: height },
        }),
  ]);
  refuseFaults(faults);
  return {
    ...plain,
    background,
    watermark: watermark === null || rect === null ? null : { rect, picture: watermark },
  };
}
