import type { Role } from '../../shared/types';
import { useWork } from '../console';
import { count } from '../ui/format';
import { Field } from '../ui/Form';
import { roleWords } from '../ui/words';
import { AddForm } from './AddForm';

const roles: Role[] = ['candidate', 'proctor', 'reviewer', 'admin'];

export function Users({ mayAdd }: { mayAdd: boolean }) {
  const { api, directory } = useWork();
  return (
    <section class="box" aria-labelledby="users-heading">
      <h2 id="users-heading">1. People</h2>
      {mayAdd ? (
        <AddForm action="Add person" onSubmit={async (values) => {
          const user = await api.createUser({
            name: values.text('name'), email: values.text('email'), password: values.raw('password'), role: values.text('role') as Role,
          });
          directory.addUsers([user]);
          return `${user.name} is added as ${roleWords[user.role].toLowerCase()}.`;
        }}>
          {(fault) => (
            <>
              <Field label="Name" fault={fault('name')}>{(given) => <input {...given} name="name" autocomplete="off" required />}</Field>
              <Field label="E-mail" fault={fault('email')}>{(given) => <input {...given} name="email" type="email" autocomplete="off" required />}</Field>
              <Field label="Password" fault={fault('password')} hint="At least 8 characters; they sign in with it.">
                {(given) => <input {...given} name="password" type="text" autocomplete="off" spellcheck={false} required />}
              </Field>
              <Field label="Role" fault={fault('role')}>
                {(given) => (
                  <select {...given} name="role">
                    {roles.map((role) => <option key={role} value={role}>{roleWords[role]}</option>)}
                  </select>
                )}
              </Field>
            </>
          )}
        </AddForm>
      ) : <p class="quiet">Only an admin adds people.</p>}
      <PeopleList />
    </section>
  );
}

function PeopleList() {
  const { directory } = useWork();
  const users = [...directory.users.value.values()].sort((a, b) => a.name.localeCompare(b.name));
  return (
    <details>
      <summary>{count(users.length, 'person', 'people')}</summary>
      <ul class="plain-list">
        {users.map((user) => <li key={user.id}>{user.name} <span class="quiet">{user.email} · {roleWords[user.role].toLowerCase()}</span></li>)}
      </ul>
    </details>
  );
}
