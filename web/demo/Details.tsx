import { useSignal } from '@preact/signals';
import type { Room } from './room';

/** For developers: what the agent does, and detections to try. */
export function Details({ room }: { room: Room }) {
  const isOpen = useSignal(false);
  const agent = room.agentState.value;
  if (!agent) return null;
  return (
    <footer class="details">
      <button type="button" class="small" aria-expanded={isOpen.value} aria-controls="details" onClick={() => (isOpen.value = !isOpen.value)}>
        Agent
      </button>
      {isOpen.value && (
        <div id="details">
          <dl>
            <Figure name="waiting" value={agent.pending} />
            <Figure name="sent up to" value={agent.lastAcceptedSeq} />
            <Figure name="scored up to" value={room.acknowledged.value.upToSeq} />
            <Figure name="delivery" value={agent.delivery} />
            <Figure name="network" value={agent.online ? 'online' : 'offline'} />
            <Figure name="live" value={room.liveState.value ?? 'off'} />
            <Figure name="kept over reloads" value={agent.durable ? 'yes' : 'no'} />
          </dl>
          <p class="row">
            Report as a vision model would:
            <button type="button" class="small" onClick={() => room.simulate('MULTIPLE_FACES', 0.93)}>second face</button>
            <button type="button" class="small" onClick={() => room.simulate('LOOKING_AWAY', 0.81)}>looking away</button>
            <button type="button" class="small" onClick={() => room.simulate('OBJECT_DETECTED', 0.88)}>phone</button>
          </p>
        </div>
      )}
    </footer>
  );
}

function Figure({ name, value }: { name: string; value: string | number }) {
  return <div><dt>{name}</dt><dd>{value}</dd></div>;
}
