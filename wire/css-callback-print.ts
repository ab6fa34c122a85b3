import type { CssEnvelope, CssEvent } from './css-callback.ts';
import { formatNumbers } from './css-callback.ts';
import { printException } from './css-exception.ts';

function common(event: CssEvent): Record<string, unknown> {
  return {
    appid: event.appId,
    app: event.domain,
    appname: event.path,
    stream_id: event.streamId,
    channel_id: event.streamId,
  };
}

function withParam(streamParam: string | null): Record<string, unknown> {
  return streamParam === null ? {} : { stream_param: streamParam };
}

function printFields(event: CssEvent): Record<string, unknown> {
  switch (event.kind) {
    case 'push':
      return {
        ...common(event),
        event_type: event.live ? 1 : 0,
        event_time: event.eventTime,
        event_time_usec: event.eventTimeUsec,
        sequence: event.sequence,
        node: event.node,
        user_ip: event.userIp,
        ...(event.pushDurationMs === null ? {} : { push_duration: String(event.pushDurationMs) }),
        errcode: event.errcode,
        errmsg: event.errmsg,
        ...withParam(event.streamParam),
        set_id: event.setId,
        width: event.width,
        height: event.height,
      };
    case 'file':
      return {
        ...common(event),
        event_type: 100,
        file_id: event.fileId,
        record_file_id: event.recordFileId,
        file_format: event.format,
        ...(event.taskId === null ? {} : { task_id: event.taskId }),
        start_time: event.startTime,
        end_time: event.endTime,
        start_time_usec: event.startTimeUsec,
        end_time_usec: event.endTimeUsec,
        duration: event.durationSeconds,
        file_size: event.fileSize,
        ...withParam(event.streamParam),
        video_url: event.videoUrl,
        media_start_time: event.mediaStartTime,
        record_bps: event.recordKbps,
        callback_ext: event.callbackExt,
        ...(event.sessionId === null ? {} : { session_id: event.sessionId }),
        ...(event.fileStartMs === null ? {} : { file_start_time_ms: event.fileStartMs }),
      };
    case 'record-status':
      return {
        ...common(event),
        domain: event.domain,
        path: event.path,
        event_type: 332,
        event_time: event.eventTime,
        event_time_usec: event.eventTimeUsec,
        record_event: event.event,
        record_detail: JSON.stringify({
          file_format: formatNumbers[event.format],
          record_bps: event.recordKbps,
          start_model: 1,
          record_content: 1,
          source_type: 1,
        }),
        task_id: event.taskId,
        seq: event.seq,
        session_id: event.sessionId,
        ...(event.pauseReason === null ? {} : { pause_reason: event.pauseReason }),
        ...(event.resumeTimeoutSeconds === null ? {} : { resume_timeout: event.resumeTimeoutSeconds }),
        ...(event.cloudTaskId === null ? {} : { cloud_task_id: event.cloudTaskId }),
        ...(event.fileCount === null ? {} : { file_count: event.fileCount }),
        ...(event.mediaTimeMs === null ? {} : { media_time_ms: event.mediaTimeMs }),
      };
    case 'record-exception':
      return { ...common(event), ...printException(event) };
  }
}

export function printCssEvent(event: CssEvent, envelope: CssEnvelope): string {
  return JSON.stringify({ ...printFields(event), t: envelope.t, sign: envelope.sign });
}
