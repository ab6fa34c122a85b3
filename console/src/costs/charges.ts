import type { Charge } from '../../../client/generated/graphql.ts';

export const chargeNames: Readonly<Record<Charge, string>> = {
  RECORDING: 'Recording',
  TRANSCODING: 'Transcoding',
  STORAGE: 'Storage',
  PLAYBACK: 'Playback',
  OTHER: 'Other',
};

/** A charge's colour in bars; its name always stands beside it. */
export const chargeColors: Readonly<Record<Charge, string>> = {
  RECORDING: 'var(--mantine-color-teal-6)',
  TRANSCODING: 'var(--mantine-color-indigo-5)',
  STORAGE: 'var(--mantine-color-yellow-6)',
  PLAYBACK: 'var(--mantine-color-pink-5)',
  OTHER: 'var(--mantine-color-gray-6)',
};
