import { useConsole } from '../console';
import { Exams } from './Exams';
import { Sessions } from './Sessions';
import { Users } from './Users';

/** The little that is needed to hold an exam: people, exams, and who sits which. */
export function AdminPage() {
  const { addPeople } = useConsole().rights;
  return (
    <div class="page">
      <div class="heading">
        <div>
          <h1 tabIndex={-1}>Administration</h1>
          <p class="quiet">Three steps to an exam: add people, create the exam, plan a session for each candidate and send them their link.</p>
        </div>
      </div>
      <div class="thirds">
        <Users mayAdd={addPeople} />
        <Exams />
        <Sessions />
      </div>
    </div>
  );
}
