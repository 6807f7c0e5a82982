import { Card } from './Card';

/** Where somebody comes who has no link to a session. */
export function FindSession() {
  return (
    <Card title="Open your exam">
      <p>Use the link from your invitation, or enter the session’s id, which your proctor can tell you.</p>
      <form method="get">
        <label>
          Session id
          <input name="session" required autocomplete="off" spellcheck={false} />
        </label>
        <p class="actions"><button class="primary">Continue</button></p>
      </form>
    </Card>
  );
}
