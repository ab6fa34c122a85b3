"""Publishes by WHIP with GStreamer's webrtcbin and libnice: another implementation of everything below HTTP.

Arguments: endpoint, token, seconds, codec (h264 or vp8). Ends the session by DELETE and prints `done`.
"""

import os
import sys
import urllib.parse
import urllib.request

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstSdp", "1.0")
gi.require_version("GstWebRTC", "1.0")
from gi.repository import GLib, Gst, GstSdp, GstWebRTC  # noqa: E402

endpoint, token, seconds, codec = sys.argv[1], sys.argv[2], float(sys.argv[3]), sys.argv[4]
Gst.init(None)
coded = {
    "h264": "x264enc tune=zerolatency speed-preset=ultrafast key-int-max=30 ! video/x-h264,profile=constrained-baseline"
    " ! rtph264pay config-interval=-1 aggregate-mode=zero-latency ! application/x-rtp,media=video,encoding-name=H264,payload=96",
    "vp8": "vp8enc deadline=1 keyframe-max-dist=30 ! rtpvp8pay picture-id-mode=15-bit"
    " ! application/x-rtp,media=video,encoding-name=VP8,payload=96",
}[codec]
pipeline = Gst.parse_launch(
    "webrtcbin name=peer bundle-policy=max-bundle "
    "videotestsrc is-live=true ! video/x-raw,width=320,height=180,framerate=15/1 ! queue ! "
    + coded
    + " ! peer. audiotestsrc is-live=true wave=ticks freq=880 sine-periods-per-tick=88 volume=0.5 samplesperbuffer=960 ! "
    "audio/x-raw,rate=48000,channels=2 ! queue ! opusenc ! rtpopuspay ! "
    "application/x-rtp,media=audio,encoding-name=OPUS,payload=97 ! peer."
)
peer = pipeline.get_by_name("peer")
# libnice leaves the loopback out unless it is told of it. Kept to the end: the property gives no reference of its own.
ice = peer.get_property("ice-agent")
ice.emit("add-local-ip-address", "127.0.0.1")
loop = GLib.MainLoop()
state = {"session": None, "sent": False}


def ask(method, url, body=None):
    headers = {"Authorization": "Bearer " + token}
    if body is not None:
        headers["Content-Type"] = "application/sdp"
    request = urllib.request.Request(url, data=body, headers=headers, method=method)
    return urllib.request.urlopen(request, timeout=20)


def described(kind, text):
    """Kept in `state`: the binding does not own what it hands to a signal."""
    _, message = GstSdp.SDPMessage.new()
    GstSdp.sdp_message_parse_buffer(text, message)
    return GstWebRTC.WebRTCSessionDescription.new(getattr(GstWebRTC.WebRTCSDPType, kind), message)


def send_offer():
    if state["sent"]:
        return
    state["sent"] = True
    offer = peer.get_property("local-description").sdp.as_text()
    with ask("POST", endpoint, offer.encode()) as answer:
        state["session"] = urllib.parse.urljoin(endpoint, answer.headers["Location"])
        text = answer.read()
    state["answer"] = described("ANSWER", text)
    peer.emit("set-remote-description", state["answer"], Gst.Promise.new())
    GLib.timeout_add(int(seconds * 1000), end)


def end():
    with ask("DELETE", state["session"]) as answer:
        print("done", answer.status, flush=True)
    loop.quit()
    return False


def on_offer(promise, _):
    promise.wait()
    reply = promise.get_reply()
    offer = reply.get_value("offer")
    state["offer"] = described("OFFER", offer.sdp.as_text().encode())
    peer.emit("set-local-description", state["offer"], Gst.Promise.new())


def on_gathering(*_):
    if peer.get_property("ice-gathering-state") == GstWebRTC.WebRTCICEGatheringState.COMPLETE:
        GLib.idle_add(lambda: send_offer() or False)


peer.connect("on-negotiation-needed", lambda _: peer.emit("create-offer", None, Gst.Promise.new_with_change_func(on_offer, None)))
peer.connect("notify::ice-gathering-state", on_gathering)
bus = pipeline.get_bus()
bus.add_signal_watch()
bus.connect("message::error", lambda _, message: (print(message.parse_error(), file=sys.stderr), loop.quit()))
for number in range(2):
    peer.emit("get-transceiver", number).set_property("direction", GstWebRTC.WebRTCRTPTransceiverDirection.SENDONLY)
pipeline.set_state(Gst.State.PLAYING)
loop.run()
pipeline.set_state(Gst.State.NULL)
os._exit(0 if state["session"] else 1)
