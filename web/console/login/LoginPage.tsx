import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { ApiError, wordsFor } from '../../shared/problem';
import type { Organization } from '../../shared/types';
import { useConsole } from '../console';
import { Field, Form, type Values } from '../ui/Form';

export function LoginPage() {
  const console = useConsole();
  const email = useRef<HTMLInputElement>(null);
  /** To choose from, as soon as it is known that there are several. */
  const organizations = useSignal<readonly Organization[]>([]);
  useEffect(() => {
    document.title = 'Proctoring console';
    email.current?.focus();
  }, []);
  const signIn = async (values: Values) => {
    try {
      await console.signIn(values.text('email'), values.raw('password'), values.optional('organization'));
    } catch (failure) {
      if (failure instanceof ApiError && failure.kind === 'organization-needed') organizations.value = failure.organizations;
      throw failure;
    }
  };
  return (
    <main class="login" id="main">
      <h1>Proctoring console</h1>
      <p class="quiet">For proctors, reviewers and admins of an organisation.</p>
      {console.ended.value && <p class="ended" role="status">{console.ended.value}</p>}
      <Form action="Sign in" onSubmit={signIn} wordsFor={words}>
        {() => (
          <>
            <Field label="E-mail">
              {(given) => <input {...given} name="email" type="email" autocomplete="username" required ref={email} onInput={() => (organizations.value = [])} />}
            </Field>
            <Field label="Password">
              {(given) => <input {...given} name="password" type="password" autocomplete="current-password" required />}
            </Field>
            {organizations.value.length > 0 && (
              <fieldset class="choices">
                <legend>Organisation</legend>
                {organizations.value.map(({ id, name }, i) => (
                  <label key={id}><input type="radio" name="organization" value={id} defaultChecked={i === 0} />{name}</label>
                ))}
              </fieldset>
            )}
          </>
        )}
      </Form>
    </main>
  );
}

function words(failure: unknown): string {
  if (failure instanceof ApiError && failure.status === 429 && failure.retryAfter !== null)
    return `Too many attempts. Try again in ${failure.retryAfter} seconds.`;
  if (failure instanceof ApiError && failure.kind === 'organization-needed') return 'You belong to several organisations. Please choose one.';
  return wordsFor(failure);
}

/** Somebody, most likely a candidate, who came here by mistake. */
export function WrongRole() {
  const console = useConsole();
  return (
    <main class="login" id="main">
      <h1>Proctoring console</h1>
      <p>{console.user.value?.name}, this console is for proctors, reviewers and admins. Your exams are at the <a href="/demo/">exam page</a>.</p>
      <div class="buttons">
        <button type="button" onClick={() => console.signOut()}>Sign out</button>
      </div>
    </main>
  );
}
