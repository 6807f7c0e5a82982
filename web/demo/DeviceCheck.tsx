import { useSignal, type Signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { wordsFor } from '../shared/problem';
import { listenTo, openDevices, stop } from './devices';

/** An optional look at one's own camera and microphone. The page works without. */
export function DeviceCheck({ stream }: { stream: Signal<MediaStream | null> }) {
  const failure = useSignal<string | null>(null);
  const level = useSignal(0);
  const video = useRef<HTMLVideoElement>(null);
  const current = stream.value;

  useEffect(() => {
    if (!current) return;
    if (video.current) video.current.srcObject = current;
    return listenTo(current, (now) => (level.value = now));
  }, [current, level]);

  const open = async () => {
    failure.value = null;
    try {
      stream.value = await openDevices();
    } catch (problem) {
      failure.value = wordsFor(problem);
    }
  };
  const close = () => {
    stop(stream.value);
    stream.value = null;
  };

  return (
    <section class="devices">
      <h2>Camera and microphone <span class="optional">optional</span></h2>
      {current ? (
        <div class="preview">
          <video ref={video} autoplay muted playsInline aria-label="Your camera, shown to you only" />
          <div>
            <label>Microphone <meter min={0} max={1} value={level.value} /></label>
            <p class="hint">Shown to you only. If one of them goes off during the exam, that is recorded.</p>
            <button type="button" onClick={close}>Switch off</button>
          </div>
        </div>
      ) : (
        <p class="row">
          <button type="button" onClick={open}>Check them</button>
          <span role="status" class="hint">{failure.value ?? 'They are shown to you only, and nothing of them is sent.'}</span>
        </p>
      )}
    </section>
  );
}
