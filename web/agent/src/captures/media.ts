import type { Emit, Stop } from '../events.js';

/** Devices mute for a moment when something else asks for them. */
const graceMs = 1_000;

/**
 * CAMERA_OFF and MICROPHONE_OFF when a track of the stream ends ("ended") or gives nothing for over a second ("muted"): unplugged,
 * switched off, permission withdrawn. Once each time. What the page itself stops or disables is not told; unwatch before.
 */
export function watchMedia(emit: Emit, stream: MediaStream): Stop {
  const stops = stream.getTracks().map(track => watchTrack(emit, track));
  return () => stops.forEach(stop => stop());
}

function watchTrack(emit: Emit, track: MediaStreamTrack): Stop {
  const type = track.kind === 'video' ? 'CAMERA_OFF' : 'MICROPHONE_OFF';
  let timer: ReturnType<typeof setTimeout> | undefined;
  const onended = () => {
    clearTimeout(timer);
    emit(type, { label: 'ended' });
  };
  const onmute = () => {
    clearTimeout(timer);
    timer = setTimeout(() => { if (track.muted) emit(type, { label: 'muted' }); }, graceMs);
  };
  const onunmute = () => clearTimeout(timer);
  track.addEventListener('ended', onended);
  track.addEventListener('mute', onmute);
  track.addEventListener('unmute', onunmute);
  if (track.readyState === 'ended') onended();
  else if (track.muted) onmute();
  return () => {
    clearTimeout(timer);
    track.removeEventListener('ended', onended);
    track.removeEventListener('mute', onmute);
    track.removeEventListener('unmute', onunmute);
  };
}
