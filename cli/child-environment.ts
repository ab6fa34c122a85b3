/** What our own processes see of the environment: where programs are found, and how the network outside is reached. */
export function childEnvironment(): Record<string, string | undefined> {
  const { PATH, HOME, HTTPS_PROXY, NO_PROXY, NODE_EXTRA_CA_CERTS } = process.env;
  return {
    PATH,
    HOME,
    HTTPS_PROXY,
    NO_PROXY,
    NODE_EXTRA_CA_CERTS,
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    NODE_ENV: 'production',
  };
}
