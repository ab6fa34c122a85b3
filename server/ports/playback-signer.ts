export interface PlayableFile {
  readonly fileId: string;
  /** The unsigned address, from DescribeMediaInfos. */
  readonly mediaUrl: string;
  readonly subAppId: number | null;
}

export interface SignTerms {
  readonly expiresAt: Date;
  /** Travels in the hotlink parameter `us` and so into the access logs. */
  readonly grantId: string;
  readonly previewSeconds: number | null;
  readonly maxAddresses: number | null;
  /** What a browser saves it as; null = it is to be played. */
  readonly downloadName: string | null;
}

/** Signs with the keys of the sub-application that a file lies in. Asks the provider for them at most once a few minutes. */
export interface PlaybackSigner {
  /** A media address with the vendor's key hotlink protection. */
  sign(file: PlayableFile, terms: SignTerms): Promise<string>;
  /** The signature that the vendor's player brings; null where the player key of the sub-application is not known. */
  psign(file: PlayableFile, terms: SignTerms): Promise<string | null>;
}
