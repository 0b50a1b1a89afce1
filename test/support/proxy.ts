/** nginx and Caddy as they are installed, with the configuration that docs/proxies/ gives to operators. */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import { temporaryDirectory } from './temporary-directory.ts';

const DOCS = fileURLToPath(new URL('../../docs/proxies/', import.meta.url));

const START = { timeout: 60_000, interval: 50 };
/** One that takes the line and says nothing does not answer. */
const ANSWER_MS = 2_000;

/** The name that the configurations are written for. */
export const PROXY_HOST = 'docs.example.org';

export type ProxyKind = 'nginx' | 'caddy';

/** Whether a program is there to be run. */
export function isInstalled(program: string): boolean {
  try {
    execFileSync('which', [program], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** A free port of this machine, for programs that cannot be told "any". */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

export class ReverseProxy {
  readonly httpPort: number;
  readonly httpsPort: number;
  readonly #command: readonly [string, ...string[]];
  readonly #directory: string;
  readonly #remove: () => Promise<void>;
  #child: ChildProcess | null = null;
  #output = '';

  private constructor(parts: {
    readonly httpPort: number;
    readonly httpsPort: number;
    readonly command: readonly [string, ...string[]];
    readonly directory: string;
    remove(): Promise<void>;
  }) {
    this.httpPort = parts.httpPort;
    this.httpsPort = parts.httpsPort;
    this.#command = parts.command;
    this.#directory = parts.directory;
    this.#remove = parts.remove;
  }

  static async start(kind: ProxyKind, serverPort: number): Promise<ReverseProxy> {
    const { path, remove } = await temporaryDirectory(kind);
    const [httpPort, httpsPort] = [await freePort(), await freePort()];
    const certificate = makeCertificate(path);
    const ports = { httpPort, httpsPort, serverPort };
    const command = kind === 'nginx' ? nginxCommand(path, certificate, ports) : caddyCommand(path, certificate, ports);
    const proxy = new ReverseProxy({ httpPort, httpsPort, command, directory: path, remove });
    await proxy.startsAgain();
    return proxy;
  }

  async startsAgain(): Promise<void> {
    const [program, ...parameters] = this.#command;
    const env = { ...process.env, HOME: this.#directory, XDG_DATA_HOME: this.#directory };
    const child = spawn(program, parameters, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (this.#output += String(text)));
    // Not at every turn of the event loop: on a machine with little to spare that kept it from starting.
    await vi.waitFor(async () => {
      if (child.exitCode === null && !(await answers(this.httpPort))) throw new Error(`${program} does not answer`);
    }, START);
    if (child.exitCode !== null) throw new Error(`${program} ended:\n${this.#output}`);
  }

  /** Ends it with every connection that goes through it. */
  async stops(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  }

  async close(): Promise<void> {
    await this.stops();
    await this.#remove();
  }
}

interface Ports {
  readonly httpPort: number;
  readonly httpsPort: number;
  readonly serverPort: number;
}

interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

function makeCertificate(directory: string): Certificate {
  const [certificate, key] = [join(directory, 'certificate.pem'), join(directory, 'certificate.key')];
  const names = `subjectAltName=DNS:${PROXY_HOST},DNS:localhost,IP:127.0.0.1`;
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const files = ['-keyout', key, '-out', certificate];
  execFileSync('openssl', ['req', '-x509', ...kind, '-subj', `/CN=${PROXY_HOST}`, '-addext', names, ...files], {
    stdio: 'ignore',
  });
  return { certificate, key };
}

/** The documented file, but for ports and certificate; what it does not say is the frame it is included into. */
function nginxCommand(path: string, { certificate, key }: Certificate, ports: Ports): [string, ...string[]] {
  const documented = readFileSync(join(DOCS, 'nginx.conf'), 'utf8')
    .replace('127.0.0.1:8080', `127.0.0.1:${ports.serverPort}`)
    .replaceAll(/listen (\[::\]:)?80;/g, `listen $1${ports.httpPort};`)
    .replaceAll(/listen (\[::\]:)?443 /g, `listen $1${ports.httpsPort} `)
    .replace('/etc/ssl/docs.example.org.pem', certificate)
    .replace('/etc/ssl/docs.example.org.key', key);
  mkdirSync(join(path, 'temp'));
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${join(path, 'temp', name)};`)
    .join('\n');
  const frame = `daemon off;\nmaster_process off;\npid ${join(path, 'nginx.pid')};\nerror_log stderr;
events {}
http {\naccess_log off;\n${temporary}\n${documented}\n}\n`;
  writeFileSync(join(path, 'nginx.conf'), frame);
  return ['nginx', '-e', 'stderr', '-p', path, '-c', join(path, 'nginx.conf')];
}

/** The documented file with a certificate of our own: nobody signs one for a name that is not ours. */
function caddyCommand(path: string, { certificate, key }: Certificate, ports: Ports): [string, ...string[]] {
  const documented = readFileSync(join(DOCS, 'Caddyfile'), 'utf8')
    .replace('127.0.0.1:8080', `127.0.0.1:${ports.serverPort}`)
    .replace(/^docs\.example\.org \{$/m, `docs.example.org, localhost {\n\ttls ${certificate} ${key}`);
  const options = `{\n\tadmin off\n\thttp_port ${ports.httpPort}\n\thttps_port ${ports.httpsPort}\n}\n`;
  writeFileSync(join(path, 'Caddyfile'), options + documented);
  return ['caddy', 'run', '--adapter', 'caddyfile', '--config', join(path, 'Caddyfile')];
}

async function answers(port: number): Promise<boolean> {
  try {
    await fetch(`http://127.0.0.1:${port}/`, { redirect: 'manual', signal: AbortSignal.timeout(ANSWER_MS) });
    return true;
  } catch {
    return false;
  }
}
