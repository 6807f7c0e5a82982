#!/usr/bin/env bash
# Plays the whole main job against a running server, or starts one: an organisation, its people, an exam, a session
# that streams a recorded browser trace, the alert as it reaches the proctor, the end and the reports.
#   samples/main-job.sh [base address]        default http://localhost:7071
# SPEED (default 10) plays the trace that many times faster than it was recorded. Needs bash, curl and node.
set -euo pipefail
cd "$(dirname "$0")/.."
base=${1:-http://localhost:7071}
api=$base/api/v1
speed=${SPEED:-10}
out=samples/out/$(date +%Y%m%d-%H%M%S)
mkdir -p "$out"
listener=
server=

finish() {
  [ -z "$listener" ] || kill "$listener" 2>/dev/null || true
  # As Ctrl-C does: the signal goes to the whole process group.
  [ -z "$server" ] || { kill -INT -- "-$server" 2>/dev/null && wait "$server" 2>/dev/null; } || true
}
trap finish EXIT

step() { printf '\n\033[1m%s\033[0m\n' "$*"; }
# json FIELD: a field of the JSON on standard input, e.g. `json user.id`.
json() { node -e 'let v=JSON.parse(require("fs").readFileSync(0,"utf8"));for(const k of process.argv[1].split("."))v=v?.[k];console.log(typeof v==="object"?JSON.stringify(v):v)' "$1"; }
# call METHOD PATH TOKEN [BODY]: prints the reply, fails with it on an error status.
call() {
  local reply status
  reply=$(curl -sS -X "$1" "$api$2" -H "authorization: Bearer $3" -H 'content-type: application/json' ${4:+-d "$4"} -w '\n%{http_code}')
  status=${reply##*$'\n'}
  reply=${reply%$'\n'*}
  if [ "$status" -ge 400 ]; then echo "$1 $2 answered $status: $reply" >&2; return 1; fi
  printf '%s' "$reply"
}
login() { call POST /auth/login '' "{\"email\":\"$1\",\"password\":\"$2\"}" | json accessToken; }

if ! curl -sf "$base/api/health" >/dev/null 2>&1; then
  step "No server at $base: starting one (its log: $out/server.log)"
  dotnet build src/Functions --nologo -v quiet
  export Operator__Key=${Operator__Key:-$(node -p 'require("crypto").randomBytes(24).toString("base64url")')}
  # Job control gives the server a process group of its own, and with it a working Ctrl-C (SIGINT).
  set -m
  dotnet run --no-build --project src/Functions -- --port "${base##*:}" >"$out/server.log" 2>&1 &
  server=$!
  set +m
  for _ in $(seq 240); do
    curl -sf "$base/api/health" >/dev/null 2>&1 && break
    kill -0 "$server" 2>/dev/null || { cat "$out/server.log"; exit 1; }
    sleep 0.25
  done
fi
key=${Operator__Key:-$(json operatorKey <".local/${base##*:}/secrets.json" 2>/dev/null || true)}
[ -n "$key" ] || { echo "Set Operator__Key to the server's operator key." >&2; exit 1; }

run=$(date +%s)-$$
step '1. The operator creates an organisation with its admin'
organization=$(curl -sS --fail-with-body "$api/organizations" -H "x-operator-key: $key" -H 'content-type: application/json' \
  -d "{\"name\":\"Sample College\",\"admin\":{\"name\":\"Ada Admin\",\"email\":\"admin-$run@example.org\",\"password\":\"correct horse battery\"}}")
echo "$organization"

step '2. The admin logs in, adds a proctor and a candidate, creates an exam and a session'
admin=$(login "admin-$run@example.org" 'correct horse battery')
call POST /users "$admin" "{\"name\":\"Petra Proctor\",\"email\":\"proctor-$run@example.org\",\"password\":\"correct horse battery\",\"role\":\"proctor\"}"; echo
candidate_id=$(call POST /users "$admin" "{\"name\":\"Carl Candidate\",\"email\":\"candidate-$run@example.org\",\"password\":\"correct horse battery\",\"role\":\"candidate\"}" | json id)
exam_id=$(call POST /exams "$admin" '{"title":"Distributed systems, final","durationMinutes":60,"totalQuestions":3,"sensitivity":"medium"}' | json id)
session=$(call POST /sessions "$admin" "{\"candidateId\":\"$candidate_id\",\"examId\":\"$exam_id\"}")
id=$(json id <<<"$session")
echo "candidate $candidate_id, exam $exam_id, session $id"

step '3. The proctor connects to SignalR and subscribes to the session'
proctor=$(login "proctor-$run@example.org" 'correct horse battery')
negotiated=$(call POST /realtime/negotiate "$proctor")
url=$(json url <<<"$negotiated")
hub=${url%%\?*}
hub=${hub%/}
query=${url#*\?}
bearer="authorization: Bearer $(json accessToken <<<"$negotiated")"
connection=$(curl -sS --fail-with-body -X POST "$hub/negotiate?${query:+$query&}negotiateVersion=1" -H "$bearer" -H 'content-length: 0' | json connectionToken)
# The hub's server-sent events transport needs nothing but curl.
curl -sSN "$hub?${query:+$query&}id=$connection" -H "$bearer" -H 'accept: text/event-stream' >"$out/signalr.txt" 2>/dev/null &
listener=$!
printf '{"protocol":"json","version":1}\x1e' | curl -sS --fail-with-body "$hub?${query:+$query&}id=$connection" -H "$bearer" -H 'content-type: text/plain' --data-binary @-
call POST /realtime/subscriptions "$proctor" "{\"sessionId\":\"$id\"}"
echo "connected: $connection"

step '4. The candidate starts the session'
candidate=$(login "candidate-$run@example.org" 'correct horse battery')
started=$(call POST "/sessions/$id/start" "$candidate")
token=$(json sessionToken <<<"$started")
echo "running since $(json startedAt <<<"$started"), deadline $(json deadline <<<"$started")"

step "5. A recorded browser session is streamed (samples/trace/session.jsonl, $speed times faster)"
# One request for every five seconds of the trace; each line is `milliseconds to wait<TAB>body`.
node - "$(json startedAt <<<"$started")" "$run" "$speed" >"$out/requests.tsv" <<'JS'
const [startedAt, run, speed] = process.argv.slice(2);
const trace = require('fs').readFileSync('samples/trace/session.jsonl', 'utf8').trim().split('\n').map(line => JSON.parse(line));
const start = Date.parse(startedAt), batches = [];
trace.forEach(({ atMs, cause, ...event }, i) => {
  const slot = Math.floor(atMs / 5000);
  (batches[slot] ??= []).push({ id: `trace-${run}-${i + 1}`, seq: i + 1, occurredAt: new Date(start + atMs).toISOString(), ...event });
});
// What the page's own vision model saw; a browser alone cannot tell.
batches.at(-1).push({ id: `vision-${run}-1`, seq: trace.length + 1, type: 'MULTIPLE_FACES', occurredAt: new Date(start + 44000).toISOString(), confidence: 0.93, label: 'two faces' });
for (const events of batches.filter(Boolean)) console.log(`${5000 / speed}\t${JSON.stringify({ events })}`);
JS
while IFS=$'\t' read -r wait body; do
  sleep "$(node -p "$wait/1000")"
  call POST "/sessions/$id/events" "$token" "$body" | node -e 'const r=JSON.parse(require("fs").readFileSync(0,"utf8"));console.log(`accepted ${r.accepted.length}, refused ${r.refused.length}`)'
done <"$out/requests.tsv"

step "6. What the proctor's screen received"
for _ in $(seq 100); do grep -q MULTIPLE_FACES "$out/signalr.txt" && break; sleep 0.1; done
node - "$out/signalr.txt" <<'JS'
// Server-sent events: a blank line ends an event, its data lines belong together.
const messages = require('fs').readFileSync(process.argv[2], 'utf8').split(/\r?\n\r?\n/)
  .map(event => event.split(/\r?\n/).filter(line => line.startsWith('data:')).map(line => line.slice(5)).join('\n'))
  .flatMap(data => data.split('\x1e')).map(text => text.trim()).filter(Boolean).map(text => JSON.parse(text)).filter(m => m.type === 1);
const count = {};
for (const m of messages) count[m.target] = (count[m.target] ?? 0) + 1;
console.log('messages:', JSON.stringify(count));
for (const m of messages.filter(m => m.target === 'alert')) console.log('alert', JSON.stringify(m.arguments[0]));
const score = messages.filter(m => m.target === 'score').at(-1);
if (score) console.log('score', JSON.stringify(score.arguments[0]));
if (!count.alert) { console.error('no alert arrived'); process.exit(1); }
JS

step '7. The candidate submits'
call POST "/sessions/$id/submit" "$candidate" '{"answers":{"q1":"…","q2":"…","q3":"…"}}' | json status

step '8. The reports are ready a moment later'
for _ in $(seq 150); do
  reports=$(call GET "/sessions/$id/reports" "$proctor")
  [ "$(grep -o '"status":"ready"' <<<"$reports" | wc -l)" -ge 3 ] && break
  sleep 0.2
done
node -e 'for (const r of JSON.parse(process.argv[1]).items) console.log(r.id, r.format, r.status)' "$reports" | while read -r report format status; do
  [ "$status" = ready ] || { echo "the $format report is $status" >&2; exit 1; }
  curl -sSL --fail-with-body "$api/sessions/$id/reports/$report/content" -H "authorization: Bearer $proctor" -o "$out/report.$format"
done
final=$(call GET "/sessions/$id" "$proctor")
echo "integrity $(json integrity.score <<<"$final"), risk $(json risk.score <<<"$final") ($(json risk.level <<<"$final")), alerts $(json alerts.total <<<"$final")"
ls -l "$out"/report.* | awk '{print $NF, $5 " bytes"}'
head -c 5 "$out/report.pdf" | grep -q '%PDF-' || { echo 'the PDF report is not a PDF' >&2; exit 1; }
step "PDF: $PWD/$out/report.pdf"
