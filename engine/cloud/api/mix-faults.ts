import { describeFault, DomainError, type FieldFault } from '../../../domain/errors.ts';
import { ApiFault } from '../../../wire/api-request.ts';

/** Our words for the fields and the vendor's. */
const words: readonly (readonly [RegExp, string])[] = [
  [/^EncodeParams\.audioSampleRate$/, 'EncodeParams.AudioSampleRate'],
  [/^EncodeParams\.audioBitrateKbps$/, 'EncodeParams.AudioBitrate'],
  [/^EncodeParams\.audioChannels$/, 'EncodeParams.AudioChannels'],
  [/^EncodeParams\.audioCodec$/, 'EncodeParams.AudioCodec'],
  [/^EncodeParams\.width$/, 'EncodeParams.VideoWidth'],
  [/^EncodeParams\.height$/, 'EncodeParams.VideoHeight'],
  [/^EncodeParams\.videoBitrateKbps$/, 'EncodeParams.VideoBitrate'],
  [/^EncodeParams\.frameRate$/, 'EncodeParams.VideoFramerate'],
  [/^EncodeParams\.gopSeconds$/, 'EncodeParams.VideoGop'],
  [/^EncodeParams\.backgroundColor$/, 'EncodeParams.BackgroundColor'],
  [/^EncodeParams\.backgroundImageUrl$/, 'EncodeParams.BackgroundImageUrl'],
  [/^LayoutParams\.main\.userId$/, 'LayoutParams.MainVideoUserId'],
  [/^LayoutParams\.videoUserIds/, 'LayoutParams.MixVideoUids'],
  [/^LayoutParams\.watermark\.url$/, 'LayoutParams.WaterMarkParams.WaterMarkUrl'],
  [/^LayoutParams\.watermark\.width$/, 'LayoutParams.WaterMarkParams.WaterMarkWidth'],
  [/^LayoutParams\.watermark\.height$/, 'LayoutParams.WaterMarkParams.WaterMarkHeight'],
  [/^LayoutParams\.watermark/, 'LayoutParams.WaterMarkParams'],
  [/^LayoutParams\.small/, 'LayoutParams.SmallVideoLayoutParams'],
  [/^LayoutParams\.regions/, 'LayoutParams.PresetLayoutConfig'],
];
const lastWords: readonly (readonly [RegExp, string])[] = [
  [/\.userId$/, '.UserId'],
  [/\.width$/, '.ImageWidth'],
  [/\.height$/, '.ImageHeight'],
  [/\.x$/, '.LocationX'],
  [/\.y$/, '.LocationY'],
  [/\.zOrder$/, '.ZOrder'],
];

/** The codes of https://www.tencentcloud.com/document/product/647/37761; the first fault's is the answer's. */
function codeOf({ field, got }: FieldFault): string {
  const group = field.startsWith('EncodeParams.Audio') ? 'AudioEncodeParams' : 'EncodeParams';
  if (field.startsWith('EncodeParams.'))
    return got === 'missing'
      ? `MissingParameter.${group === 'EncodeParams' ? 'VideoEncodeParams' : group}`
      : `InvalidParameter.${group}`;
  if (field === 'OutputParams.RecordId') return 'InvalidParameter.RecordId';
  if (/UserId$|MixVideoUids/.test(field)) return 'InvalidParameter.UserId';
  if (field.startsWith('LayoutParams.SmallVideoLayoutParams'))
    return 'InvalidParameter.SmallVideoLayoutParams';
  if (field.startsWith('LayoutParams.PresetLayoutConfig')) return 'InvalidParameter.PresetLayoutConfig';
  return 'InvalidParameterValue';
}

function inVendorsWords(fault: FieldFault): FieldFault {
  const replaceFirst = (text: string, table: readonly (readonly [RegExp, string])[]): string => {
    const found = table.find(([pattern]) => pattern.test(text));
    return found === undefined ? text : text.replace(found[0], found[1]);
  };
  return { ...fault, field: replaceFirst(replaceFirst(fault.field, words), lastWords) };
}

const codes: Readonly<Record<string, string>> = {
  ROOM_EMPTY: 'FailedOperation.RoomNotExist',
  MIX_NOT_RUNNING: 'FailedOperation.MixSessionNotExist',
  CONFLICT: 'FailedOperation.RequestRejection',
  UNSUPPORTED: 'UnsupportedOperation',
  LIMIT_EXCEEDED: 'LimitExceeded',
};

/** Says in the vendor's codes and words what the mixer refuses. An unknown error is thrown again. */
export function mixFaultOf(error: unknown): ApiFault {
  if (!(error instanceof DomainError)) throw error;
  if (error.code !== 'BAD_INPUT') return new ApiFault(codes[error.code] ?? 'InternalError', error.message);
  const faults = error.faults.map(inVendorsWords);
  const first = faults[0] ?? { field: error.field ?? '', got: '', allowed: '' };
  const message = faults.length === 0 ? error.message : faults.map(describeFault).join('; ');
  return new ApiFault(codeOf(first), message);
}
