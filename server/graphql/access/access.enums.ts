import { registerEnumType } from 'type-graphql';
import {
  actions,
  grantableActions,
  type Action,
  type GrantableAction,
  type Role,
} from '../../services/access/roles.ts';

const sentences: Readonly<Record<Action, string>> = {
  READ: 'See rooms, streams, recordings and files.',
  PLAY: 'Get signed media addresses.',
  EVENTS: 'Follow what happens.',
  COSTS: 'See costs and bills.',
  ESTIMATE: 'See what a plan or a recording that is about to start would cost.',
  JOIN: 'Make join tickets.',
  MIX: 'Start and stop mixed recordings.',
  CONTROL: 'Pause and resume recordings, and say who consents to be recorded.',
  ANNOTATE: 'Name places in recordings: markers and chapters.',
  EDIT: 'Change tags and descriptions.',
  DELETE: 'Delete recordings and restore them from the trash.',
  RETAIN: 'Set how long recordings are kept, and where they are delivered.',
  HOLD: 'Put legal holds on and take them off.',
  AUDIT: 'Read who was given what and who watched what.',
  MAKE_TOKENS: 'Make viewer tokens with at most its own rights.',
  CONFIGURE: 'Make applications and change how they record.',
  METRICS: 'Read the service’s own metrics.',
};

const describe = (action: Action) => ({ description: sentences[action] });

export const ActionEnum = Object.fromEntries(actions.map((action) => [action, action])) as Readonly<
  Record<Action, Action>
>;

registerEnumType(ActionEnum, {
  name: 'Action',
  description: 'What a caller may do.',
  valuesConfig: Object.fromEntries(actions.map((action) => [action, describe(action)])),
});

export const ViewerActionEnum = Object.fromEntries(
  grantableActions.map((action) => [action, action]),
) as Readonly<Record<GrantableAction, GrantableAction>>;

registerEnumType(ViewerActionEnum, {
  name: 'ViewerAction',
  description: 'What a viewer token may carry.',
  valuesConfig: Object.fromEntries(grantableActions.map((action) => [action, describe(action)])),
});

export const RoleEnum = {
  ADMIN: 'admin',
  FRONTEND: 'frontend',
  FINANCE: 'finance',
  PARTNER: 'partner',
} as const satisfies Record<Uppercase<Role>, Role>;

registerEnumType(RoleEnum, {
  name: 'Role',
  description: 'Whom an API key is for.',
  valuesConfig: {
    ADMIN: { description: 'Everything, deleting included.' },
    FRONTEND: { description: 'The backend of an application: reads, plays, joins, mixes.' },
    FINANCE: { description: 'Reads recordings and costs; plays nothing.' },
    PARTNER: { description: 'Follows what happens; plays nothing and sees no costs.' },
  },
});

export const CredentialKindEnum = { API_KEY: 'API_KEY', VIEWER_TOKEN: 'VIEWER_TOKEN' } as const;

registerEnumType(CredentialKindEnum, {
  name: 'CredentialKind',
  description: 'What the caller came with.',
  valuesConfig: {
    API_KEY: { description: 'A long-lived key, for backends only.' },
    VIEWER_TOKEN: { description: 'A short token for a browser.' },
  },
});
