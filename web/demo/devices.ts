/** Camera and microphone, as far as there are any and the candidate lets the page use them. Throws an Error with words for the candidate. */
export async function openDevices(): Promise<MediaStream> {
  if (!navigator.mediaDevices) throw new Error('This browser gives pages no camera or microphone.');
  try {
    return await navigator.mediaDevices.getUserMedia({ video: true, audio: true });
  } catch (failure) {
    throw new Error(wordsFor(failure));
  }
}

export function stop(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/** Calls back with the loudness of a stream's sound, 0 to 1, ten times a second. Returns what ends it. */
export function listenTo(stream: MediaStream, onlevel: (level: number) => void): () => void {
  if (stream.getAudioTracks().length === 0) return () => {};
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const mean = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    // Speech at arm's length is about 0.1 of full scale.
    onlevel(Math.min(1, Math.sqrt(mean) * 8));
  }, 100);
  return () => {
    clearInterval(timer);
    void context.close();
  };
}

function wordsFor(failure: unknown): string {
  switch (failure instanceof DOMException ? failure.name : '') {
    case 'NotAllowedError': return 'You have not allowed the page to use them. You can go on without.';
    case 'NotFoundError': return 'No camera and microphone were found. You can go on without.';
    case 'NotReadableError': return 'Another program uses them. Close it and try again, or go on without.';
    default: return 'Camera and microphone could not be switched on. You can go on without.';
  }
}
