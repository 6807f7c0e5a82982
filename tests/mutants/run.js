// Plants defects one by one into a copy of the tree and sees that the test which guards against each fails.
//
//   node tests/mutants/run.js              all lists (*.json beside this file)
//   node tests/mutants/run.js scoring      those whose list or name contains a word
//
// A list holds { name, file, from, to, in, test }: in `file`, the text `from`, which must stand there exactly once, becomes `to`; then
// the test `test` in the test project (or `web`) `in` must fail. A defect that no longer matches its text, does not compile, or
// whose test does not pass without it, fails as such: it would prove nothing.
'use strict';
const { execFileSync, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const root = path.resolve(__dirname, '../..');
const word = process.argv[2] ?? '';
const limit = 180_000; // ms for one build or test: a defect that makes its test hang counts as seen
const environment = { ...process.env, DOTNET_CLI_TELEMETRY_OPTOUT: '1', DOTNET_NOLOGO: '1', MSBUILDDISABLENODEREUSE: '1' };

const mutants = fs.readdirSync(__dirname).filter(name => name.endsWith('.json')).flatMap(list =>
  JSON.parse(fs.readFileSync(path.join(__dirname, list), 'utf8')).map(mutant => ({ ...mutant, list: path.basename(list, '.json') })))
  .filter(mutant => mutant.list.includes(word) || mutant.name.includes(word));

const copy = fs.mkdtempSync(path.join(os.tmpdir(), 'mutants-'));
process.on('exit', () => fs.rmSync(copy, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

let failed = 0;
main();
console.log(`${mutants.length - failed} defects seen, ${failed} not`);
process.exitCode = failed === 0 && mutants.length > 0 ? 0 : 1;

function main() {
  copyTree();
  const projects = [...new Set(mutants.map(mutant => mutant.in))].filter(isDotnet);
  for (const project of projects) {
    const build = run('dotnet', ['build', project, '-v', 'q', '--nologo']);
    if (build.status !== 0) throw new Error(`${project} does not build:\n${build.output}`);
  }

  // A test that fails anyway, or is not there, proves nothing.
  const sound = new Map();
  for (const mutant of mutants) {
    const key = `${mutant.in} ${mutant.test}`;
    if (!sound.has(key)) sound.set(key, test(mutant));
  }
  for (const mutant of mutants) report(mutant, verdict(mutant, sound.get(`${mutant.in} ${mutant.test}`)));
}

/** What is wrong with a mutant; null when its test sees it. */
function verdict(mutant, sound) {
  if (!sound.ran) return `there is no such test: ${mutant.test}`;
  if (!sound.passed) return `its test fails without it:\n${sound.output}`;
  const file = path.join(copy, mutant.file);
  const original = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
  if (original.split(mutant.from).length !== 2 || mutant.from === mutant.to) return 'its text does not stand in the file exactly once';

  const restore = [[file, Buffer.from(original)]];
  try {
    fs.writeFileSync(file, original.replace(mutant.from, () => mutant.to));
    if (file.endsWith('.cs')) {
      const project = projectOf(file);
      const assembly = assemblyOf(project);
      // Beside the test, and where the whole application is started from; the build leaves it in the project's own place too.
      const places = [...new Set([path.dirname(project), 'src/Functions', mutant.in].map(folder => path.join(outputOf(folder), assembly)))].filter(place => fs.existsSync(place));
      for (const place of places) restore.push([place, fs.readFileSync(place)]);
      const build = run('dotnet', ['build', project, '--no-restore', '--no-dependencies', '-v', 'q', '--nologo',
        '-p:TreatWarningsAsErrors=false', '-p:RunAnalyzers=false', '-p:EnforceCodeStyleInBuild=false']);
      if (build.status !== 0) return `it does not compile:\n${build.output}`;
      const built = path.join(outputOf(path.dirname(project)), assembly);
      for (const place of places) if (place !== built) fs.copyFileSync(built, place);
    }
    const seen = test(mutant);
    return seen.passed ? 'no test sees it' : null;
  } finally {
    for (const [name, content] of restore) fs.writeFileSync(name, content);
  }
}

function test(mutant) {
  if (!isDotnet(mutant.in)) {
    const [file, name] = mutant.test.split(' -t ');
    const filter = name ? ['-t', name.replace(/^"|"$/g, '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&')] : [];
    const result = run('npx', ['vitest', 'run', file, ...filter], mutant.in);
    return { passed: result.status === 0, ran: /Tests\s.*\b(passed|failed)/.test(result.output), output: result.output };
  }
  const assembly = assemblyOf(path.join(copy, mutant.in, fs.readdirSync(path.join(copy, mutant.in)).find(name => name.endsWith('.csproj'))));
  const result = run('dotnet', ['test', path.join(outputOf(mutant.in), assembly), '--filter', mutant.test, '--nologo']);
  return { passed: result.status === 0, ran: /Total:\s+[1-9]/.test(result.output) || result.status !== 0, output: result.output };
}

function copyTree() {
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root, maxBuffer: 1 << 26 })
    .toString().split('\0').filter(name => name && fs.existsSync(path.join(root, name)));
  // With their times, or what is installed already would be installed again.
  execFileSync('xargs', ['-0', 'cp', '-a', '--parents', '-t', copy], { cwd: root, input: files.join('\0') });
  for (const name of ['web/node_modules', 'local/npm/node_modules', 'tests/Infra.Tests/npm/node_modules'])
    if (fs.existsSync(path.join(root, name))) execFileSync('cp', ['-al', path.join(root, name), path.join(copy, name)]);
}

function run(command, args, folder = '.') {
  const result = spawnSync(command, args, {
    cwd: path.join(copy, folder), env: environment, encoding: 'utf8', timeout: limit, killSignal: 'SIGKILL', maxBuffer: 1 << 26,
  });
  return { status: result.status, output: `${result.stdout}${result.stderr}`.slice(-4000) };
}

function report(mutant, problem) {
  if (problem) failed++;
  console.log(`${problem ? 'NOT SEEN' : 'seen    '} ${mutant.list}: ${mutant.name}${problem ? `\n         ${mutant.file}: ${problem}` : ''}`);
}

function isDotnet(folder) {
  return folder !== 'web';
}

function projectOf(file) {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    const project = fs.readdirSync(folder).find(name => name.endsWith('.csproj'));
    if (project) return path.join(folder, project);
  }
}

function assemblyOf(project) {
  const name = fs.readFileSync(project, 'utf8').match(/<AssemblyName>(.*)<\/AssemblyName>/);
  return `${name ? name[1] : path.basename(project, '.csproj')}.dll`;
}

function outputOf(folder) {
  return path.resolve(copy, folder, 'bin/Debug/net10.0');
}
