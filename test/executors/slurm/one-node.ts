import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Why no Slurm can be started here; undefined where one can. */
export function whyNoSlurm(): string | undefined {
  if (process.getuid?.() !== 0) return 'a Slurm of its own needs root';
  for (const program of ['munged', 'slurmctld', 'slurmd', 'sbatch']) {
    try {
      execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    } catch {
      return `${program} is not installed (Debian: slurm-wlm, munge)`;
    }
  }
  return undefined;
}

/** A Slurm cluster of one node, this machine, on the loopback interface; its controller and its node can be killed. */
export class OneNode {
  readonly #folder: string;
  readonly environment: Record<string, string>;
  #munge: ChildProcess | undefined;
  #controller: ChildProcess | undefined;
  #node: ChildProcess | undefined;

  /** @param folder for its files, made by it */
  constructor(folder: string) {
    this.#folder = folder;
    for (const name of ['state', 'spool']) mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, 'slurm.conf'), this.#configuration());
    this.environment = { SLURM_CONF: join(folder, 'slurm.conf') };
  }

  #configuration(): string {
    const host = hostname().split('.')[0];
    return [
      'ClusterName=toy',
      `SlurmctldHost=${host}(127.0.0.1)`,
      ...['SlurmctldPort=16817', 'SlurmdPort=16818', 'SlurmUser=root', 'AuthType=auth/munge'],
      // Nothing that needs control groups or an accounting database.
      ...['ProctrackType=proctrack/linuxproc', 'TaskPlugin=task/none', 'JobAcctGatherType=jobacct_gather/none'],
      ...['SelectType=select/cons_tres', 'SelectTypeParameters=CR_Core', 'SlurmdParameters=config_overrides'],
      // A node that does not answer is given up soon, and comes back by itself.
      ...['ReturnToService=2', 'SlurmdTimeout=10', 'MailProg=/bin/true'],
      ...[`StateSaveLocation=${this.#folder}/state`, `SlurmdSpoolDir=${this.#folder}/spool`],
      ...[`SlurmctldPidFile=${this.#folder}/ctld.pid`, `SlurmdPidFile=${this.#folder}/d.pid`],
      `NodeName=${host} NodeAddr=127.0.0.1 CPUs=${2 * cpus().length} State=UNKNOWN`,
      'PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP',
      '',
    ].join('\n');
  }

  async start(): Promise<void> {
    if (!answers('munge', ['-n'])) {
      execFileSync('install', ['-d', '-o', 'munge', '-g', 'munge', '/run/munge']);
      this.#munge = spawn('setpriv', ['--reuid=munge', '--regid=munge', '--clear-groups', 'munged', '-F']);
      for (let tries = 0; tries < 50 && !answers('munge', ['-n']); tries++) await pause(200);
    }
    this.startController();
    for (let tries = 0; tries < 50 && !this.answers('scontrol', 'ping'); tries++) await pause(200);
    this.startNode();
  }

  startController(): void {
    this.#controller = this.#daemon('slurmctld');
  }

  startNode(): void {
    this.#node = this.#daemon('slurmd');
  }

  killController(): void {
    this.#controller?.kill('SIGKILL');
  }

  /** As if the machine had been switched off: the daemon, those of the steps, and what they run. */
  killNode(): void {
    for (const pid of [this.#node!.pid!, ...this.#steps()]) killWithChildren(pid);
  }

  /** What a program of the cluster prints. */
  ask(program: string, ...args: string[]): string {
    const env = { ...process.env, ...this.environment };
    return execFileSync(program, args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  }

  answers(program: string, ...args: string[]): boolean {
    try {
      return !/DOWN/.test(this.ask(program, ...args));
    } catch {
      return false;
    }
  }

  async end(): Promise<void> {
    if (this.#node) this.killNode();
    this.killController();
    this.#munge?.kill();
    await pause(200);
  }

  #daemon(name: string): ChildProcess {
    const env = { ...process.env, ...this.environment };
    return spawn(name, ['-D'], { env, stdio: 'ignore' });
  }

  /** The daemons of steps, which are nobody's children: by the name of this node's spool in what they have open or are called. */
  #steps(): number[] {
    return processes().filter((pid) => {
      try {
        const { command, environment } = about(pid);
        return command.startsWith('slurmstepd') && environment.includes(`SLURM_CONF=${this.environment.SLURM_CONF}`);
      } catch {
        return false;
      }
    });
  }
}

function answers(program: string, args: string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function processes(): number[] {
  return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
}

function about(pid: number): { command: string; environment: string } {
  const read = (name: string) => readFileSync(`/proc/${pid}/${name}`, 'utf8').replaceAll('\0', ' ');
  return { command: read('cmdline').replace(/^.*\/(?=\S)/, ''), environment: read('environ') };
}

function killWithChildren(pid: number): void {
  try {
    process.kill(pid, 'SIGSTOP');
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    for (const child of children === '' ? [] : children.split(' ')) killWithChildren(Number(child));
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}
