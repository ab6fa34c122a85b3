/** The failure of a format whose beginning was told and that has no file. */
export const nothingToRecord = 'nothing that can be played came before it ended';
