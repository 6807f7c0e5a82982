import { useSignal, useSignalEffect } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { SessionQuery } from '../../shared/api';
import type { Session, SessionStatus } from '../../shared/types';
import { useWork } from '../console';
import { hrefs } from '../router';
import { dateTime, percent } from '../ui/format';
import { PagedList } from '../ui/list';
import { decisionWords, statusWords } from '../ui/words';
import { isOver } from '../wall/card';

/** All sessions of the organisation, newest first: the planned ones, those that go on, and the past. */
export function SessionsPage() {
  const { api, directory } = useWork();
  const query = useSignal<SessionQuery>({});
  const list = useMemo(() => new PagedList<Session>(), []);
  useSignalEffect(() => {
    const wanted = query.value;
    void list.begin((paging) => api.sessions({ ...wanted, ...paging }));
  });
  useSignalEffect(() => {
    const sessions = list.items.value;
    void directory.find(sessions.map((session) => session.candidateId), sessions.map((session) => session.examId));
  });
  const change = (part: Partial<Record<keyof SessionQuery, string>>) => {
    const next = { ...query.peek(), ...part } as Record<string, string>;
    query.value = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== '')) as SessionQuery;
  };
  return (
    <div class="page">
      <div class="heading"><h1 tabIndex={-1}>Sessions</h1></div>
      <form class="filters" role="search" aria-label="Sessions" onSubmit={(event) => event.preventDefault()}>
        <select aria-label="Status" value={query.value.status ?? ''} onChange={(event) => change({ status: event.currentTarget.value })}>
          <option value="">Any status</option>
          <option value="active">Running or paused</option>
          {(Object.keys(statusWords) as SessionStatus[]).map((status) => <option key={status} value={status}>{statusWords[status]}</option>)}
        </select>
        <select aria-label="Exam" value={query.value.examId ?? ''} onChange={(event) => change({ examId: event.currentTarget.value })}>
          <option value="">All exams</option>
          {[...directory.exams.value.values()].map((exam) => <option key={exam.id} value={exam.id}>{exam.title}</option>)}
        </select>
        <select aria-label="Candidate" value={query.value.candidateId ?? ''} onChange={(event) => change({ candidateId: event.currentTarget.value })}>
          <option value="">All candidates</option>
          {directory.usersOf('candidate').sort((a, b) => a.name.localeCompare(b.name)).map((user) => <option key={user.id} value={user.id}>{user.name}</option>)}
        </select>
      </form>
      <div class="box scroll" tabIndex={0} role="region" aria-label="Sessions">
        <table class="sessions">
          <thead>
            <tr>
              <th scope="col">Candidate</th><th scope="col">Exam</th><th scope="col">Status</th><th scope="col">Planned or started</th>
              <th scope="col" class="number">Integrity</th><th scope="col" class="number">Risk</th><th scope="col" class="number">Open alerts</th><th scope="col">Review</th>
            </tr>
          </thead>
          <tbody>{list.items.value.map((session) => <Row key={session.id} session={session} />)}</tbody>
        </table>
        {list.items.value.length === 0 && !list.isReading.value && !list.fault.value && <p class="empty">No session matches.</p>}
      </div>
      <p class="fault" role="alert">{list.fault.value}</p>
      {list.hasMore.value && (
        <button type="button" aria-disabled={list.isReading.value} onClick={() => list.isReading.peek() || list.more()}>
          {list.isReading.value ? 'One moment …' : 'More'}
        </button>
      )}
    </div>
  );
}

function Row({ session }: { session: Session }) {
  const { directory } = useWork();
  const when = session.startedAt ?? session.scheduledAt;
  const hasBegun = session.startedAt !== null;
  return (
    <tr>
      <th scope="row"><a href={hrefs.session(session.id)}>{directory.userName(session.candidateId)}</a></th>
      <td>{directory.examTitle(session.examId)}</td>
      <td><span class={`chip ${isOver(session.status) ? 'over' : session.status}`}>{statusWords[session.status]}</span></td>
      <td>{when && dateTime(when)}</td>
      <td class="number">{hasBegun && session.integrity.score}</td>
      <td class="number">{hasBegun && `${percent(session.risk.score)} ${session.risk.level}`}</td>
      <td class="number">{session.alerts.open > 0 && session.alerts.open}</td>
      <td>{session.review && decisionWords[session.review.decision]}</td>
    </tr>
  );
}
