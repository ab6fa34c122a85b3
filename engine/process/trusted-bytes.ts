/**
 * Takes what a child writes for a reader that throws on anything but what the child was asked for: one that writes something else
 * cannot be trusted further and is killed.
 */
export function trustedBytes(read: (chunk: Buffer) => void, kill: () => void): (chunk: Buffer) => void {
  let broken = false;
  return (chunk) => {
    if (broken) return;
    try {
      read(chunk);
    } catch {
      broken = true;
      kill();
    }
  };
}
