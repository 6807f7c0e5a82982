/**
 * Where the backend is: `apiBaseUrl` of /config.json (without a slash at the end), or the pages' own origin when it is empty or missing.
 * The file is read at run time, so that one build serves every deployment.
 */
export async function backendUrl(): Promise<string> {
  const reply = await fetch('/config.json', { cache: 'no-cache' }).catch(() => null);
  const config = reply?.ok ? ((await reply.json().catch(() => ({}))) as { apiBaseUrl?: string }) : {};
  return (config.apiBaseUrl ?? '').replace(/\/+$/, '') || location.origin;
}
