/** Who a long-lived API key belongs to. */
export const roles = ['admin', 'frontend', 'finance', 'partner'] as const;
export type Role = (typeof roles)[number];

/** What may be done. READ sees rooms and recordings; everything that gives media, money or a change away is its own word. */
export const actions = [
  'READ',
  'PLAY',
  'EVENTS',
  'COSTS',
  'ESTIMATE',
  'JOIN',
  'MIX',
  'ANNOTATE',
  'CONTROL',
  'EDIT',
  'DELETE',
  'RETAIN',
  'HOLD',
  'AUDIT',
  'MAKE_TOKENS',
  'METRICS',
  'CONFIGURE',
] as const;
export type Action = (typeof actions)[number];

/**
 * Role × action. A finance key sees what a cost belongs to but plays nothing; a frontend
 * shows what a recording would cost, not what was spent; a partner follows what happened. Deleting
 * cannot be undone on the vendor's side, so only the admin key does it; what keeps or removes evidence (holds, retention)
 * and the audit log are the admin key's alone and go into no token.
 */
const allowed: Readonly<Record<Role, readonly Action[]>> = {
  admin: actions,
  frontend: [
    'READ',
    'PLAY',
    'EVENTS',
    'ESTIMATE',
    'JOIN',
    'MIX',
    'ANNOTATE',
    'CONTROL',
    'EDIT',
    'MAKE_TOKENS',
  ],
  finance: ['READ', 'EVENTS', 'COSTS', 'ESTIMATE', 'MAKE_TOKENS'],
  partner: ['READ', 'EVENTS', 'MAKE_TOKENS'],
};

export function actionsOf(role: Role): ReadonlySet<Action> {
  return new Set(allowed[role]);
}

/** What a token may carry: a token makes no tokens, or it would outlive itself. */
export const grantableActions = [
  'READ',
  'PLAY',
  'EVENTS',
  'COSTS',
  'ESTIMATE',
  'JOIN',
  'MIX',
  'ANNOTATE',
  'CONTROL',
  'EDIT',
  'DELETE',
] as const satisfies readonly Action[];
export type GrantableAction = (typeof grantableActions)[number];
