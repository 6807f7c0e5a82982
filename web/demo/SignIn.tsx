import { useSignal } from '@preact/signals';
import { ApiError, wordsFor } from '../shared/problem';
import { Card } from './Card';
import type { Room } from './room';

export function SignIn({ room }: { room: Room }) {
  const failure = useSignal<string | null>(null);
  const busy = useSignal(false);

  const signIn = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    busy.value = true;
    failure.value = null;
    try {
      await room.signIn(String(form.get('email')), String(form.get('password')));
    } catch (problem) {
      failure.value = words(problem);
    } finally {
      busy.value = false;
    }
  };

  return (
    <Card title="Sign in to your exam" busy={busy.value}>
      <form onSubmit={signIn}>
        <label>
          E-mail
          <input name="email" type="email" required autocomplete="username" />
        </label>
        <label>
          Password
          <input name="password" type="password" required autocomplete="current-password" />
        </label>
        <p role="alert" class="fault">{failure}</p>
        <p class="actions"><button class="primary" disabled={busy.value}>{busy.value ? 'Signing in …' : 'Sign in'}</button></p>
      </form>
    </Card>
  );
}

function words(problem: unknown): string {
  if (!(problem instanceof ApiError)) return wordsFor(problem);
  if (problem.status === 401) return 'E-mail or password is wrong.';
  if (problem.status === 429) return `Too many attempts. Try again in ${problem.retryAfter ?? 60} seconds.`;
  return problem.message;
}
