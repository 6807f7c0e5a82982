import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { Attempts } from '../session/attempts';
import { Form, type Values } from '../ui/Form';

interface Props {
  action: string;
  /** Gives the words that say what was done. The key stays while the same is tried, and is another one after each success. */
  onSubmit: (values: Values, idempotencyKey: string) => Promise<string>;
  children: (faults: (field: string) => string | null) => ComponentChildren;
}

/** A form that is empty again after each success. */
export function AddForm({ action, onSubmit, children }: Props) {
  const round = useSignal(0);
  const done = useSignal('');
  const attempts = useMemo(() => new Attempts(), [round.value]);
  const submit = async (values: Values) => {
    done.value = '';
    done.value = await onSubmit(values, attempts.keyFor(values.content));
    round.value++;
  };
  return (
    <>
      <Form key={round.value} action={action} onSubmit={submit}>{children}</Form>
      <p class="done" role="status">{done.value}</p>
    </>
  );
}
