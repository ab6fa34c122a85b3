import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** How a program of PostgreSQL is started: directly, or through setpriv. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

/** The account PostgreSQL runs under, and how it is entered. `owner` is null where we are an ordinary user ourselves. */
export interface Account {
  readonly owner: { readonly name: string; readonly uid: number; readonly gid: number } | null;
  launch(program: string, args: readonly string[]): Launch;
}

/**
 * Chooses the account. PostgreSQL refuses to run as root, so root lends it `postgres`, where the machine has it, else
 * `nobody`; no account is made. `places` are the folders and programs it must be able to reach: below a folder such as
 * /root (mode 700) the account could not, and is then given one capability, for this one process: to read and enter.
 */
export function chooseAccount(places: readonly string[]): Account {
  if (process.getuid?.() !== 0) return { owner: null, launch: (command, args) => ({ command, args }) };
  const owner = findUser('postgres') ?? findUser('nobody');
  if (owner === null) {
    throw new Error(
      'PostgreSQL cannot run as root and this machine has no account "postgres" or "nobody": set DATABASE_URL, or start Roomtape as an ordinary user.',
    );
  }
  const { uid, gid } = owner;
  const plain: Account = { owner, launch: (command, args) => ({ command, args, uid, gid }) };
  if (reaches(plain, places)) return plain;
  // Containers commonly drop dac_read_search and keep dac_override; the narrower one is tried first.
  for (const capability of ['dac_read_search', 'dac_override']) {
    const lifted = withCapability(owner, capability);
    if (reaches(lifted, places)) return lifted;
  }
  throw new Error(
    `PostgreSQL runs as "${owner.name}" here, who may not enter ${places.join(' or ')}: move Roomtape to a folder that others may enter (as /opt), or start it as an ordinary user, or set DATABASE_URL.`,
  );
}

/**
 * setpriv (util-linux) changes the user but keeps one capability. access(2), which PostgreSQL asks about its own
 * programs, ignores capabilities of an ordinary user unless the securebit no_setuid_fixup is set.
 */
function withCapability(owner: NonNullable<Account['owner']>, capability: string): Account {
  const privileges = [
    ...['--reuid', String(owner.uid), '--regid', String(owner.gid), '--clear-groups'],
    ...[
      '--securebits',
      '+no_setuid_fixup',
      '--inh-caps',
      `+${capability}`,
      '--ambient-caps',
      `+${capability}`,
    ],
  ];
  return {
    owner,
    launch: (program, args) => ({ command: 'setpriv', args: [...privileges, program, ...args] }),
  };
}

/** Tried, not computed: access lists, mounts and containers decide too. */
function reaches(account: Account, places: readonly string[]): boolean {
  return places.every((place) => {
    const { command, args, ...identity } = account.launch('test', ['-x', place]);
    return spawnSync(command, args, { ...identity, stdio: 'ignore' }).status === 0;
  });
}

function findUser(name: string): Account['owner'] {
  for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
    const [user, , uid, gid] = line.split(':');
    if (user === name) return { name, uid: Number(uid), gid: Number(gid) };
  }
  return null;
}
