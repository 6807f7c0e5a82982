import { useSignal } from '@preact/signals';
import { ApiError, wordsFor } from '../../shared/problem';
import type { Report, ReportFormat } from '../../shared/types';
import { useConsole, useWork } from '../console';
import { bytes, dateTime } from '../ui/format';
import { Icon } from '../ui/Icon';
import { useSession } from './context';

const formats: [ReportFormat, string][] = [['pdf', 'PDF'], ['csv', 'CSV'], ['json', 'JSON']];

export function Reports() {
  const open = useSession();
  const { notices } = useConsole();
  const asked = useSignal<ReportFormat | null>(null);
  const reports = open.reports.value.toReversed();
  const request = async (format: ReportFormat) => {
    if (asked.peek()) return;
    asked.value = format;
    try {
      await open.requestReport(format);
    } catch (failure) {
      notices.tell(failure instanceof ApiError && failure.status === 409 ? `No report now: ${failure.message}` : wordsFor(failure), 'bad');
    } finally {
      asked.value = null;
    }
  };
  return (
    <section class="box" aria-labelledby="reports-heading">
      <h2 id="reports-heading">Reports</h2>
      <div class="buttons">
        {formats.map(([format, label]) => (
          <button key={format} type="button" class="small" aria-disabled={asked.value === format} onClick={() => request(format)}>
            <Icon name="plus" />{label}<span class="hidden"> report</span>
          </button>
        ))}
      </div>
      {reports.length === 0 && <p class="empty">None yet. They are made by themselves after the end.</p>}
      <ul class="reports" aria-live="polite">
        {reports.map((report) => <Item key={report.id} report={report} />)}
      </ul>
    </section>
  );
}

function Item({ report }: { report: Report }) {
  const open = useSession();
  const { api } = useWork();
  const { notices } = useConsole();
  const isBusy = useSignal(false);
  const download = async () => {
    if (isBusy.peek()) return;
    isBusy.value = true;
    try {
      const { file, name } = await api.reportContent(open.id, report.id);
      save(file, name ?? `report-${open.id}.${report.format}`);
    } catch (failure) {
      notices.tell(wordsFor(failure), 'bad');
    } finally {
      isBusy.value = false;
    }
  };
  return (
    <li class="line" data-report={report.id} data-status={report.status}>
      <span>
        <b>{report.format.toUpperCase()}</b>{(report.version ?? 1) > 1 && ` version ${report.version}`} <span class="quiet">{dateTime(report.createdAt)}</span>
      </span>
      {report.status === 'ready' && (
        <button type="button" class="small" aria-disabled={isBusy.value} onClick={download}>
          <Icon name="down" />{isBusy.value ? 'One moment …' : 'Download'}
          <span class="quiet">{report.size !== undefined && bytes(report.size)}</span>
        </button>
      )}
      {report.status === 'pending' && <span class="quiet pending">Being made …</span>}
      {report.status === 'failed' && <span class="fault">{report.reason ?? 'It could not be made.'}</span>}
    </li>
  );
}

function save(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
