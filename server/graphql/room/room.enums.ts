import { registerEnumType } from 'type-graphql';

export const RoomKindEnum = { INT: 'int', STRING: 'string' } as const;

registerEnumType(RoomKindEnum, {
  name: 'RoomKind',
  description: 'The kind of a room’s name. The vendor’s number 123 and text "123" are two different rooms.',
  valuesConfig: {
    INT: { description: 'A number of 32 bits, as older clients use.' },
    STRING: { description: 'Text of up to 64 bytes. RTMP reaches these.' },
  },
});

export const RoomStateEnum = { ACTIVE: 'ACTIVE', ENDED: 'ENDED' } as const;

registerEnumType(RoomStateEnum, {
  name: 'RoomState',
  description: 'Whether a room session is going on.',
  valuesConfig: {
    ACTIVE: { description: 'Somebody is in it, or it has not been dismissed yet.' },
    ENDED: { description: 'It was dismissed. The same name later is another Room.' },
  },
});

export const StreamTypeEnum = { MAIN: 'main', AUX: 'aux', MIX: 'mix' } as const;

registerEnumType(StreamTypeEnum, {
  name: 'StreamType',
  description: 'What a stream shows.',
  valuesConfig: {
    MAIN: { description: 'A user’s camera and microphone.' },
    AUX: { description: 'A user’s second stream, mostly a shared screen.' },
    MIX: { description: 'The room mixed into one picture and sound.' },
  },
});

export const PublishedStreamTypeEnum = { MAIN: 'main', AUX: 'aux' } as const;

registerEnumType(PublishedStreamTypeEnum, {
  name: 'PublishedStreamType',
  description: 'The streams that a user can publish.',
  valuesConfig: {
    MAIN: { description: 'Camera and microphone.' },
    AUX: { description: 'The second stream, mostly a shared screen.' },
  },
});

export const TicketRoleEnum = { PUBLISHER: 'publisher', VIEWER: 'viewer' } as const;

registerEnumType(TicketRoleEnum, {
  name: 'TicketRole',
  description:
    'What a ticket’s `privateMapKey` allows. It binds only where the application is under advanced permission control.',
  valuesConfig: {
    PUBLISHER: { description: 'Everything: to open and enter the room, to send and to receive.' },
    VIEWER: { description: 'To enter a room that is open, and to receive.' },
  },
});

export const StreamStateEnum = { LIVE: 'LIVE', ENDED: 'ENDED' } as const;

registerEnumType(StreamStateEnum, {
  name: 'StreamState',
  description: 'Whether a stream is on air.',
  valuesConfig: {
    LIVE: { description: 'It is being published.' },
    ENDED: { description: 'It has ended.' },
  },
});
