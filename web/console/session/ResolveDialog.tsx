import { useSignal } from '@preact/signals';
import { useConsole, useWork } from '../console';
import { Dialog } from '../ui/Dialog';
import { count } from '../ui/format';
import { Field, Form } from '../ui/Form';
import { typeWords } from '../ui/words';

interface Props {
  /** One alert, or all of a session's that are open. */
  alerts: readonly { id: string; sessionId: string; type: string; message: string }[];
  onClose: () => void;
  onResolved?: (alert: string) => void;
}

export function ResolveDialog({ alerts, onClose, onResolved }: Props) {
  const { api, wall } = useWork();
  const { notices } = useConsole();
  const done = useSignal(0);
  const resolve = async (note: string | undefined) => {
    let before = 0;
    // One after the other: each changes the session. After a fault those that are done are found resolved.
    for (const [i, alert] of alerts.entries()) {
      const resolved = await api.resolveAlert(alert.sessionId, alert.id, note);
      if (resolved.note !== (note ?? null)) before++;
      wall.resolved(alert.sessionId, alert.id);
      onResolved?.(alert.id);
      done.value = i + 1;
    }
    if (before > 0) notices.tell(`${count(before, 'alert')} had been resolved by somebody before; that note stands.`);
    onClose();
  };
  const [first] = alerts;
  return (
    <Dialog title={alerts.length === 1 ? 'Resolve alert' : `Resolve ${alerts.length} alerts`} onClose={onClose}>
      {alerts.length === 1 && first && <p><strong>{typeWords(first.type)}.</strong> {first.message}</p>}
      <Form action="Resolve" onSubmit={(values) => resolve(values.optional('note'))} onCancel={onClose}>
        {(fault) => (
          <>
            <Field label="Note" fault={fault('note')} hint="What you saw or did; may be left empty.">
              {(given) => <textarea {...given} name="note" rows={3} maxLength={2000} />}
            </Field>
            {alerts.length > 1 && done.value > 0 && <p class="quiet" role="status">{done.value} of {alerts.length}</p>}
          </>
        )}
      </Form>
    </Dialog>
  );
}
