import { mkdirSync } from 'node:fs';
import path from 'node:path';

/** Where things lie below the data folder. Names are ours alone: nothing a user gives becomes part of a path here. */
export interface DataFolder {
  readonly root: string;
  readonly postgres: string;
  readonly media: string;
  readonly journal: string;
  readonly logs: string;
}

/** Makes the folder. Others may pass through it (PostgreSQL runs under its own account when root starts us), not look in. */
export function openDataFolder(root: string): DataFolder {
  const folder: DataFolder = {
    root,
    postgres: path.join(root, 'postgres'),
    media: path.join(root, 'media'),
    journal: path.join(root, 'journal'),
    logs: path.join(root, 'logs'),
  };
  mkdirSync(root, { recursive: true, mode: 0o711 });
  for (const own of [folder.media, folder.journal, folder.logs])
    mkdirSync(own, { recursive: true, mode: 0o700 });
  return folder;
}
