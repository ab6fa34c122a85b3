/** Whose sound and whose picture a task takes; null lists ask nothing. The vendor's `SubscribeStreamUserIds`. */
export interface SubscriptionLists {
  readonly audioAllowed: readonly string[] | null;
  readonly audioDenied: readonly string[] | null;
  readonly videoAllowed: readonly string[] | null;
  readonly videoDenied: readonly string[] | null;
}

export const everyUser: SubscriptionLists = {
  audioAllowed: null,
  audioDenied: null,
  videoAllowed: null,
  videoDenied: null,
};

const wildcard = '.*$';

/** A user id, or the beginning of ids and `.*$`. */
function matches(pattern: string, userId: string): boolean {
  return pattern.endsWith(wildcard)
    ? userId.startsWith(pattern.slice(0, -wildcard.length))
    : pattern === userId;
}

function isTaken(
  allowed: readonly string[] | null,
  denied: readonly string[] | null,
  userId: string,
): boolean {
  if (denied?.some((pattern) => matches(pattern, userId)) === true) return false;
  return allowed?.some((pattern) => matches(pattern, userId)) ?? true;
}

/** What is taken of a user. A denial wins over an allowance. */
export function subscriptionOf(
  lists: SubscriptionLists,
  userId: string,
): { readonly audio: boolean; readonly video: boolean } {
  return {
    audio: isTaken(lists.audioAllowed, lists.audioDenied, userId),
    video: isTaken(lists.videoAllowed, lists.videoDenied, userId),
  };
}
