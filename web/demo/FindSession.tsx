import { Card } from './Card';

/** Where somebody comes who has no link to a session. */
export function FindSession() {
  // Not left to the browser: the pages' content security policy lets no form be sent anywhere.
  const open = (event: SubmitEvent) => {
    event.preventDefault();
    location.search = new URLSearchParams({ session: String(new FormData(event.currentTarget as HTMLFormElement).get('session')).trim() }).toString();
  };
  return (
    <Card title="Open your exam">
      <p>Use the link from your invitation, or enter the session’s id, which your proctor can tell you.</p>
      <form onSubmit={open}>
        <label>
          Session id
          <input name="session" required autocomplete="off" spellcheck={false} />
        </label>
        <p class="actions"><button class="primary">Continue</button></p>
      </form>
    </Card>
  );
}
