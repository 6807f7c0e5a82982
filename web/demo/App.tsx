import { Briefing } from './Briefing';
import { Card } from './Card';
import { Details } from './Details';
import { Ending } from './Ending';
import { Paper } from './Paper';
import { SignIn } from './SignIn';
import type { Room } from './room';

export function App({ room }: { room: Room }) {
  return (
    <>
      <Stage room={room} />
      <Details room={room} />
    </>
  );
}

function Stage({ room }: { room: Room }) {
  switch (room.stage.value) {
    case 'loading':
      return <Card title="One moment …" busy>Your exam is being loaded.</Card>;
    case 'signIn':
      return <SignIn room={room} />;
    case 'failed':
      return (
        <Card title="This exam cannot be opened">
          <p role="alert">{room.failure.value}</p>
          <p class="actions">
            <button type="button" class="primary" onClick={() => location.reload()}>Try again</button>
            <button type="button" onClick={() => room.signOut()}>Sign in as somebody else</button>
          </p>
        </Card>
      );
    case 'briefing':
      return <Briefing room={room} />;
    case 'exam':
      return <Paper room={room} />;
    case 'ended':
      return <Ending room={room} />;
  }
}
