const fingerprint = Array.from({ length: 32 }, () => 'AB').join(':');

/** The shortest offer of a publisher: one H.264 picture. Nobody answers behind its fingerprint. */
export const shortOffer = [
  ...['v=0', 'o=- 1 2 IN IP4 127.0.0.1', 's=-', 't=0 0', 'a=group:BUNDLE 0', 'a=ice-ufrag:abcd'],
  ...['a=ice-pwd:0123456789012345678901', `a=fingerprint:sha-256 ${fingerprint}`, 'a=setup:actpass'],
  ...['m=video 9 UDP/TLS/RTP/SAVPF 103', 'a=mid:0', 'a=sendonly', 'a=rtpmap:103 H264/90000', ''],
].join('\r\n');
