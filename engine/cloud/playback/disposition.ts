import { printDiskName } from '../../../domain/recording/disk-name.ts';

/** `Content-Disposition` of a download (RFC 6266): a plain name for old clients, and the true one in UTF-8. */
export function printDisposition(name: string): string {
  const safe = printDiskName(name);
  const plain = safe.replaceAll(/[^\u0020-\u007e]/gu, '_').replaceAll('%', '_');
  const encoded = encodeURIComponent(safe).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
