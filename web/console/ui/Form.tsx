import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { ApiError, wordsFor } from '../../shared/problem';

interface FormProps {
  /** Throws what the server refused; a fault of a field is shown there if the form has it. */
  onSubmit: (values: Values) => Promise<void>;
  action: string;
  tone?: 'danger' | undefined;
  onCancel?: (() => void) | undefined;
  /** What to say instead of the server's words. */
  wordsFor?: (failure: unknown) => string;
  children: (faults: (field: string) => string | null) => ComponentChildren;
}

/** The form's values by field name; what was left empty is not in it. */
export class Values {
  readonly #data: FormData;

  constructor(form: HTMLFormElement) {
    this.#data = new FormData(form);
  }

  /** All that is filled in. */
  get content(): string {
    return JSON.stringify([...this.#data]);
  }

  text(name: string): string {
    return String(this.#data.get(name) ?? '').trim();
  }

  /** As it was typed. */
  raw(name: string): string {
    return String(this.#data.get(name) ?? '');
  }

  optional(name: string): string | undefined {
    return this.text(name) || undefined;
  }

  number(name: string): number | undefined {
    const text = this.text(name);
    return text === '' ? undefined : Number(text);
  }

  /** A local date and time, as ISO 8601 UTC. */
  time(name: string): string | undefined {
    const text = this.text(name);
    return text === '' ? undefined : new Date(text).toISOString();
  }

  checked(name: string): boolean {
    return this.#data.has(name);
  }
}

export function Form({ onSubmit, action, tone, onCancel, wordsFor: words = wordsFor, children }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  const isBusy = useSignal(false);
  const failure = useSignal<unknown>(null);
  const errors = failure.value instanceof ApiError ? failure.value.errors : {};
  const shown = new Set<string>();
  const faults = (field: string) => {
    shown.add(field);
    return errors[field]?.join('; ') ?? null;
  };
  const fields = children(faults);
  const isAllShown = Object.keys(errors).length > 0 && Object.keys(errors).every((field) => shown.has(field));

  const submit = async (event: Event) => {
    event.preventDefault();
    if (isBusy.peek()) return;
    isBusy.value = true;
    failure.value = null;
    try {
      await onSubmit(new Values(form.current!));
    } catch (thrown) {
      failure.value = thrown;
    } finally {
      isBusy.value = false;
    }
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
  };

  return (
    <form ref={form} onSubmit={submit} noValidate>
      {fields}
      <p class="fault" role="alert">
        {failure.value !== null && (isAllShown ? 'Please look at the marked fields.' : words(failure.value))}
      </p>
      <div class="buttons">
        <button type="submit" class={tone ?? 'primary'} aria-disabled={isBusy.value}>
          {isBusy.value ? 'One moment …' : action}
        </button>
        {onCancel && (
          <button type="button" onClick={onCancel}>
            Cancel
          </button>
        )}
      </div>
    </form>
  );
}

interface FieldProps {
  label: string;
  fault?: string | null;
  hint?: string;
  children: (given: { id: string; 'aria-invalid': boolean; 'aria-describedby': string | undefined }) => ComponentChildren;
}

export function Field({ label, fault, hint, children }: FieldProps) {
  const id = useId();
  const describes = [hint ? `${id}-hint` : '', fault ? `${id}-fault` : ''].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({ id, 'aria-invalid': Boolean(fault), 'aria-describedby': describes || undefined })}
      {hint && <p id={`${id}-hint`} class="hint">{hint}</p>}
      {fault && <p id={`${id}-fault`} class="fault">{`${label} ${fault}`}</p>}
    </div>
  );
}
