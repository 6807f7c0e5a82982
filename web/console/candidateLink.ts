import type { Notices } from './ui/notices';

/** Where a candidate takes the exam. */
export const candidateLink = (session: string): string => `${location.origin}/demo/?session=${encodeURIComponent(session)}`;

export async function copyCandidateLink(session: string, notices: Notices): Promise<void> {
  try {
    await navigator.clipboard.writeText(candidateLink(session));
    notices.tell('The candidate’s link is copied.');
  } catch {
    notices.tell(`The browser does not let this page copy. The link: ${candidateLink(session)}`);
  }
}
