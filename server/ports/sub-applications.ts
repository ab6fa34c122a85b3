/** A partition of the media library, as the provider has it. */
export interface SubApplicationRecord {
  readonly subAppId: number;
  readonly name: string;
  readonly description: string;
  readonly createdAt: Date;
  readonly status: 'ON' | 'OFF' | 'DESTROYING' | 'DESTROYED';
}

export interface SubApplications {
  list(): Promise<readonly SubApplicationRecord[]>;
  create(name: string, description: string): Promise<number>;
  /** OFF closes its media addresses and keeps its files. */
  setOpen(subAppId: number, isOpen: boolean): Promise<void>;
}
