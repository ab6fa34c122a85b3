/** What the demo asks of the API: the documents that any backend could write. A test holds them to the printed schema. */
export const documents = {
  join: `mutation DemoJoin($input: CreateJoinTicketInput!) {
    createJoinTicket(input: $input) { ticket { rtmpUrl } }
  }`,
  room: `query DemoRoom($by: RoomByInput!, $sdkAppId: Int) {
    room(by: $by, sdkAppId: $sdkAppId) { id streams { state type } }
  }`,
  startMix: `mutation DemoStartMix($input: StartMixedRecordingInput!) {
    startMixedRecording(input: $input) { mix { id } }
  }`,
  stopMix: `mutation DemoStopMix($input: StopMixedRecordingInput!) {
    stopMixedRecording(input: $input) { mix { id } }
  }`,
  recordings: `query DemoRecordings($filter: RecordingFilterInput) {
    recordings(first: 50, filter: $filter) {
      edges { node {
        id kind state failure userId
        files { id format state sizeBytes durationSeconds playbackUrl }
      } }
    }
  }`,
  token: `mutation DemoToken($input: CreateViewerTokenInput!) {
    createViewerToken(input: $input) { token }
  }`,
} as const;

/** The ones about money. */
export const moneyDocuments = {
  books: 'query DemoBooks { priceBooks { id } }',
  cost: `query DemoCost($id: ID!, $book: ID!) {
    recording(id: $id) {
      cost(book: $book) {
        book { id title } bookAgeDays currency total
        lines { charge description quantity unit unitPrice amount why }
      }
    }
  }`,
} as const;
