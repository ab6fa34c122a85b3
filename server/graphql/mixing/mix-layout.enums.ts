import { registerEnumType } from 'type-graphql';

export const MixTemplateEnum = {
  FLOAT: 'float',
  GRID: 'grid',
  SCREEN_SHARE: 'screen-share',
  PICTURE_IN_PICTURE: 'picture-in-picture',
  CUSTOM: 'custom',
  AUTO: 'auto',
} as const;

registerEnumType(MixTemplateEnum, {
  name: 'MixTemplate',
  description: 'How the pictures are laid out.',
  valuesConfig: {
    FLOAT: { description: 'One on the whole canvas, up to 15 small ones on it from the bottom left.' },
    GRID: { description: 'Equal tiles, up to 16, in the order of entry.' },
    SCREEN_SHARE: { description: 'One big and whole, up to 15 in columns beside it.' },
    PICTURE_IN_PICTURE: { description: 'One on the whole canvas and one small one; the others are heard.' },
    CUSTOM: { description: 'Up to 16 regions of your own.' },
    AUTO: {
      description: 'SCREEN_SHARE while a screen is shared, else GRID. Only on an engine of ours.',
    },
  },
});

export const MixRenderModeEnum = { CROP: 'crop', SCALE: 'scale', FIT: 'fit' } as const;

registerEnumType(MixRenderModeEnum, {
  name: 'MixRenderMode',
  description: 'How a picture meets a rectangle of another shape.',
  valuesConfig: {
    CROP: { description: 'Cut to fill it.' },
    SCALE: { description: 'Whole, with the background around it.' },
    FIT: { description: 'Whole, between black bars.' },
  },
});

export const MixSoundPlacesEnum = { DEFAULT: 'default', HOLD: 'hold', NONE: 'none' } as const;

registerEnumType(MixSoundPlacesEnum, {
  name: 'MixSoundPlaces',
  description: 'Whether who sends sound alone takes a place.',
  valuesConfig: {
    DEFAULT: { description: 'The template’s own: not beside a shared screen, else yes.' },
    HOLD: { description: 'Yes.' },
    NONE: { description: 'No.' },
  },
});

export const MixOrderEnum = { ENTRY: 'entry', SPEAKING: 'speaking' } as const;

registerEnumType(MixOrderEnum, {
  name: 'MixOrder',
  description: 'Who comes first.',
  valuesConfig: {
    ENTRY: { description: 'Who entered first.' },
    SPEAKING: { description: 'Who speaks. Only on an engine of ours.' },
  },
});

export const MixRegionMediaEnum = { BOTH: 'both', VIDEO: 'video', AUDIO: 'audio' } as const;

registerEnumType(MixRegionMediaEnum, {
  name: 'MixRegionMedia',
  description: 'What of a stream a region takes.',
  valuesConfig: {
    BOTH: { description: 'Picture and sound.' },
    VIDEO: { description: 'The picture alone.' },
    AUDIO: { description: 'The sound alone.' },
  },
});

export const MixUnplacedReasonEnum = {
  BEYOND_LIMIT: 'beyond-limit',
  NOT_CHOSEN: 'not-chosen',
  NO_PICTURE: 'no-picture',
  TEMPLATE_SHOWS_TWO: 'template-shows-two',
  NO_REGION: 'no-region',
  SOUND_REGION: 'sound-region',
  NO_ROOM: 'no-room',
} as const;

registerEnumType(MixUnplacedReasonEnum, {
  name: 'MixUnplacedReason',
  description: 'Why a stream has no place in the picture.',
  valuesConfig: {
    BEYOND_LIMIT: { description: 'Sixteen are mixed; it waits until someone leaves, and is not heard.' },
    NOT_CHOSEN: { description: 'Its user is not among videoUserIds.' },
    NO_PICTURE: { description: 'It sends sound alone, and such streams take no place.' },
    TEMPLATE_SHOWS_TWO: { description: 'Picture-in-picture shows two.' },
    NO_REGION: { description: 'Every region is taken; it is not heard either.' },
    SOUND_REGION: { description: 'Its region takes sound alone.' },
    NO_ROOM: { description: 'The canvas is too small, or there is none.' },
  },
});
