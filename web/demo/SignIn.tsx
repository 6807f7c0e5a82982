import { useSignal } from '@preact/signals';
import { ApiError, wordsFor } from '../shared/problem';
import { Card } from './Card';
import type { Organization } from '../shared/types';
import type { Room } from './room';

export function SignIn({ room }: { room: Room }) {
  const failure = useSignal<string | null>(null);
  const busy = useSignal(false);
  /** To choose from, as soon as it is known that there are several. */
  const organizations = useSignal<readonly Organization[]>([]);

  const signIn = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const organization = form.get('organization');
    busy.value = true;
    failure.value = null;
    try {
      await room.signIn(String(form.get('email')), String(form.get('password')), organization === null ? undefined : String(organization));
    } catch (problem) {
      if (problem instanceof ApiError && problem.kind === 'organization-needed') organizations.value = problem.organizations;
      failure.value = words(problem);
    } finally {
      busy.value = false;
    }
  };

  return (
    <Card title="Sign in to your exam" busy={busy.value}>
      {room.failure.value && <p class="lead" role="status">{room.failure.value}</p>}
      <form onSubmit={signIn}>
        <label>
          E-mail
          <input name="email" type="email" required autocomplete="username" onInput={() => (organizations.value = [])} />
        </label>
        <label>
          Password
          <input name="password" type="password" required autocomplete="current-password" />
        </label>
        {organizations.value.length > 0 && (
          <fieldset>
            <legend>Organisation</legend>
            {organizations.value.map(({ id, name }, i) => (
              <label key={id} class="check"><input type="radio" name="organization" value={id} defaultChecked={i === 0} />{name}</label>
            ))}
          </fieldset>
        )}
        <p role="alert" class="fault">{failure}</p>
        <p class="actions"><button class="primary" disabled={busy.value}>{busy.value ? 'Signing in …' : 'Sign in'}</button></p>
      </form>
    </Card>
  );
}

function words(problem: unknown): string {
  if (!(problem instanceof ApiError)) return wordsFor(problem);
  if (problem.kind === 'organization-needed') return 'You belong to several organisations. Please choose one.';
  if (problem.status === 401) return 'E-mail or password is wrong.';
  if (problem.status === 429) return `Too many attempts. Try again in ${problem.retryAfter ?? 60} seconds.`;
  return problem.message;
}
