import { useSignal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { ApiError, wordsFor } from '../../shared/problem';
import { useConsole, useWork } from '../console';
import { hrefs } from '../router';
import { ago, dateTime, duration, timeLeft } from '../ui/format';
import { Icon } from '../ui/Icon';
import { decisionWords, statusWords } from '../ui/words';
import { isOver } from '../wall/card';
import { Actions } from './Actions';
import { AlertList } from './AlertList';
import { Completeness } from './Completeness';
import { SessionContext, useSession } from './context';
import { allEvents } from './events';
import { EventTable } from './EventTable';
import { HistoryList } from './HistoryList';
import { OpenSession } from './openSession';
import { Reports } from './Reports';
import { Score } from './Score';
import { TimelineView } from './TimelineView';

export function SessionPage({ id }: { id: string }) {
  const work = useWork();
  const [open, setOpen] = useState<OpenSession | null>(null);
  useEffect(() => {
    const session = new OpenSession(work, id);
    setOpen(session);
    return () => session.close();
  }, [work, id]);
  return open && <SessionContext.Provider value={open}><Content /></SessionContext.Provider>;
}

function Content() {
  const open = useSession();
  const filter = useSignal(allEvents);
  const failure = open.failure.value;
  if (open.session.value === null) {
    return (
      <div class="page">
        <p><a class="back" href={hrefs.wall}><Icon name="back" />Live wall</a></p>
        <h1 tabIndex={-1}>Session</h1>
        {failure === null ? <p class="empty">Reading the session …</p> : (
          <p class="empty" role="alert">{failure instanceof ApiError && failure.status === 404 ? 'There is no such session.' : wordsFor(failure)}</p>
        )}
      </div>
    );
  }
  return (
    <div class="page">
      <Heading />
      <div class="columns">
        <div>
          <TimelineView filter={filter} />
          <Completeness />
          <EventTable filter={filter} />
        </div>
        <div>
          <AlertList />
          <Score />
          <Reports />
          <HistoryList />
        </div>
      </div>
    </div>
  );
}

function Heading() {
  const open = useSession();
  const { directory } = useWork();
  const session = open.session.value!;
  return (
    <div class="session-heading">
      <a class="back" href={isOver(session.status) ? hrefs.sessions : hrefs.wall}>
        <Icon name="back" />{isOver(session.status) ? 'Sessions' : 'Live wall'}
      </a>
      <div class="heading">
        <div>
          <h1 tabIndex={-1}>{directory.userName(session.candidateId)}</h1>
          <p class="quiet">
            {directory.examTitle(session.examId)} · {duration(session.durationSeconds)}
            {session.startedAt && ` · started ${dateTime(session.startedAt)}`}
            {!session.startedAt && session.scheduledAt && ` · planned for ${dateTime(session.scheduledAt)}`}
          </p>
          {session.reason && session.status !== 'timedOut' && <p>{statusWords[session.status]}: {session.reason}</p>}
          {session.review && (
            <p>
              {decisionWords[session.review.decision]}{session.review.by && ` by ${directory.userName(session.review.by)}`}, {dateTime(session.review.at)}
              {session.review.note && `: “${session.review.note}”`}
            </p>
          )}
        </div>
        <StatusView />
      </div>
      <Actions />
    </div>
  );
}

function StatusView() {
  const { now } = useConsole();
  const session = useSession().session.value!;
  const { status, deadline, remainingSeconds, lastSeenAt, presence } = session;
  const since = lastSeenAt === null ? null : Math.max(0, now.value - Date.parse(lastSeenAt));
  return (
    <dl class="status">
      <div>
        <dt>Status</dt>
        <dd class={isOver(status) ? 'over' : status}>{statusWords[status]}</dd>
      </div>
      {status === 'running' && deadline && (
        <div>
          <dt>Time left</dt>
          <dd class="numbers">{timeLeft(Date.parse(deadline) - now.value)}</dd>
        </div>
      )}
      {status === 'paused' && remainingSeconds !== null && (
        <div>
          <dt>Left when resumed</dt>
          <dd class="numbers">{timeLeft(remainingSeconds * 1000)}</dd>
        </div>
      )}
      {session.endedAt && (
        <div>
          <dt>Ended</dt>
          <dd>{dateTime(session.endedAt)}</dd>
        </div>
      )}
      {status === 'running' && since !== null && (
        <div>
          <dt>{presence === 'missing' ? 'Candidate missing' : 'Last seen'}</dt>
          <dd class={presence === 'missing' ? 'missing' : ''}>{presence === 'missing' ? `for ${ago(since)}` : ago(since)}</dd>
        </div>
      )}
      {session.review && (
        <div>
          <dt>Review</dt>
          <dd>{decisionWords[session.review.decision]}</dd>
        </div>
      )}
    </dl>
  );
}
