/** The picture that is shown, in pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** Sample entries and track headers of an MP4 hold 16 bits of either side. */
const maxSide = 65_535;

/** Throws RangeError where a configuration describes a picture that no container can hold. */
export function checkedSize(width: number, height: number): PictureSize {
  if (width < 1 || height < 1 || width > maxSide || height > maxSide)
    throw new RangeError(
      `the picture is ${String(width)} by ${String(height)} pixels; allowed: 1 to ${String(maxSide)} either way`,
    );
  return { width, height };
}
