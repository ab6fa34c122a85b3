/** A name that no file system takes for more than a name. */
function makeSafe(name: string): string {
  const plain = name
    .normalize('NFC')
    // Signs that are not seen or turn the writing round, separators of paths, and what Windows refuses.
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}/\\:*?"<>|]/gu, '_')
    .replaceAll(/^[.\s]+|[.\s]+$/g, '')
    .slice(0, 150);
  return plain === '' ? 'recording' : plain.toWellFormed();
}

/** `Content-Disposition` of a download (RFC 6266): a plain name for old clients, and the true one in UTF-8. */
export function printDisposition(name: string): string {
  const safe = makeSafe(name);
  const plain = safe.replaceAll(/[^\u0020-\u007e]/g, '_').replaceAll(/[%]/g, '_');
  const encoded = encodeURIComponent(safe).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
