/**
 * How Node is to run the engine. What the engine keeps alive is small, and what passes through it is large: with the heap
 * that V8 begins with it marks everything alive nearly every second, which is a fifth of the time that recording takes. A
 * heap that may first grow to 192 MB is collected as seldom as the media asks for; memory is taken as it is used.
 */
export const engineNodeFlags: readonly string[] = ['--initial-heap-size=192'];
