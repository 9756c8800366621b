// Small shared helpers: statistics, arguments, /proc readings. Node standard library only.
import fs from 'node:fs';
import path from 'node:path';
import os from 'node:os';

export const now = () => Number(process.hrtime.bigint()) / 1e6; // ms
export const sleep = (ms) => new Promise((r) => setTimeout(r, ms));

export function stats(values) {
  const v = [...values].sort((a, b) => a - b);
  if (!v.length) return { n: 0 };
  const q = (p) => v[Math.min(v.length - 1, Math.max(0, Math.ceil(p * v.length) - 1))];
  return {
    n: v.length,
    min: v[0],
    median: v.length % 2 ? v[(v.length - 1) / 2] : (v[v.length / 2 - 1] + v[v.length / 2]) / 2,
    p95: q(0.95),
    p99: q(0.99),
    max: v[v.length - 1],
  };
}

// --name value, --name=value, or --name alone; names in `flags` never take the next word as their value.
export function parseArgs(argv, flags = []) {
  const out = { _: [] };
  for (let i = 0; i < argv.length; i++) {
    const a = argv[i];
    if (a.startsWith('--')) {
      const eq = a.indexOf('=');
      if (eq > 0) out[a.slice(2, eq)] = a.slice(eq + 1);
      else if (!flags.includes(a.slice(2)) && i + 1 < argv.length && !argv[i + 1].startsWith('--'))
        out[a.slice(2)] = argv[++i];
      else out[a.slice(2)] = true;
    } else out._.push(a);
  }
  return out;
}

// ---- process tree readings ------------------------------------------------------------------
const HZ = 100; // sysconf(_SC_CLK_TCK) on Linux

function readStat(pid) {
  try {
    const s = fs.readFileSync(`/proc/${pid}/stat`, 'latin1');
    const close = s.lastIndexOf(')');
    const f = s.slice(close + 2).split(' ');
    return {
      pid,
      ppid: +f[1],
      comm: s.slice(s.indexOf('(') + 1, close),
      utime: +f[11],
      stime: +f[12],
      cutime: +f[13],
      cstime: +f[14],
    };
  } catch {
    return null;
  }
}

// All processes which are the given roots or descend from them.
export function tree(rootPids) {
  const all = new Map();
  for (const d of fs.readdirSync('/proc')) {
    if (d.charCodeAt(0) < 48 || d.charCodeAt(0) > 57) continue;
    const st = readStat(+d);
    if (st) all.set(st.pid, st);
  }
  const want = new Set(rootPids.filter((p) => all.has(p)));
  let grew = true;
  while (grew) {
    grew = false;
    for (const st of all.values())
      if (!want.has(st.pid) && want.has(st.ppid)) {
        want.add(st.pid);
        grew = true;
      }
  }
  return [...want].map((p) => all.get(p));
}

// CPU seconds used by the tree so far, including children already reaped.
export function treeCpu(rootPids) {
  let t = 0;
  for (const s of tree(rootPids)) t += s.utime + s.stime + s.cutime + s.cstime;
  return t / HZ;
}

// Sum of PSS and RSS (kB) of the tree; npx, which may stand before a server, is not counted.
export function treeMem(rootPids) {
  let pss = 0,
    rss = 0,
    anon = 0,
    n = 0;
  for (const s of tree(rootPids)) {
    if (/^npm (exec|run)/.test(s.comm)) continue;
    try {
      const r = fs.readFileSync(`/proc/${s.pid}/smaps_rollup`, 'latin1');
      pss += +(/^Pss:\s+(\d+)/m.exec(r)?.[1] ?? 0);
      rss += +(/^Rss:\s+(\d+)/m.exec(r)?.[1] ?? 0);
      anon += +(/^Pss_Anon:\s+(\d+)/m.exec(r)?.[1] ?? 0);
      n++;
    } catch {
      /* gone */
    }
  }
  return { pssKB: pss, rssKB: rss, pssAnonKB: anon, processes: n };
}

export function rootPidsOf(target) {
  const pids = [];
  for (const f of target.pidfiles ?? []) {
    try {
      pids.push(parseInt(fs.readFileSync(f, 'utf8').trim(), 10));
    } catch {
      /* not running */
    }
  }
  for (const p of target.pids ?? []) pids.push(p);
  return pids.filter((p) => p > 0);
}

// Busy seconds of the whole machine so far (all cores).
export function machineBusy() {
  const f = fs.readFileSync('/proc/stat', 'latin1').split('\n')[0].trim().split(/\s+/).slice(1).map(Number);
  return { busy: (f[0] + f[1] + f[2] + f[5] + f[6] + (f[7] || 0)) / HZ, steal: (f[7] || 0) / HZ };
}

// A meter: wall, server CPU, own CPU, CPU of everything else (noise).
export class Meter {
  constructor(target, extraPids = []) {
    this.roots = rootPidsOf(target);
    this.extra = extraPids;
  }
  start() {
    this.t0 = now();
    this.c0 = process.cpuUsage();
    this.m0 = machineBusy();
    this.s0 = this.roots.length ? treeCpu(this.roots) : 0;
    this.e0 = this.extra.length ? treeCpu(this.extra) : 0;
    return this;
  }
  stop() {
    const wall = (now() - this.t0) / 1000;
    const c = process.cpuUsage(this.c0);
    const client = (c.user + c.system) / 1e6;
    const server = this.roots.length ? treeCpu(this.roots) - this.s0 : null;
    const extra = this.extra.length ? treeCpu(this.extra) - this.e0 : 0;
    const m = machineBusy();
    const total = m.busy - this.m0.busy;
    const other = Math.max(0, total - client - extra - (server ?? 0));
    const otherCpuPct = wall < 0.25 ? null : +((100 * other) / (wall * os.cpus().length)).toFixed(1); // /proc counts in 10 ms: no verdict on short rows
    return { wall, serverCpu: server, clientCpu: client, otherCpuPct };
  }
}

// Bytes on disk below the given directories/files.
export function diskBytes(paths) {
  let alloc = 0,
    apparent = 0,
    files = 0;
  const walk = (p) => {
    let st;
    try {
      st = fs.lstatSync(p);
    } catch {
      return;
    }
    alloc += st.blocks * 512;
    if (st.isDirectory()) {
      let e = [];
      try {
        e = fs.readdirSync(p);
      } catch {
        /* gone */
      }
      for (const n of e) walk(path.join(p, n));
    } else {
      apparent += st.size;
      files++;
    }
  };
  for (const p of paths) walk(p);
  return { alloc, apparent, files };
}

// Deterministic random numbers (mulberry32).
export function rng(seed) {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

// Three digits, for people.
export function fmt(x) {
  if (!Number.isFinite(x)) return '-';
  const a = Math.abs(x);
  if (a >= 1000) return Math.round(x).toLocaleString('en-US');
  return a >= 100 ? x.toFixed(0) : a >= 10 ? x.toFixed(1) : x.toPrecision(3);
}

export async function pool(n, items, worker) {
  let i = 0;
  await Promise.all(
    Array.from({ length: Math.min(n, items.length) }, async (_, k) => {
      while (i < items.length) {
        const j = i++;
        await worker(items[j], j, k);
      }
    }),
  );
}

// Waits until the machine is quiet (less than `pct` % busy over 0.7 s), within a total budget of seconds per process.
let quietBudget = 0;
export function setQuietBudget(s) {
  quietBudget = s;
}
export async function waitQuiet(pct = 35) {
  while (quietBudget > 0) {
    const a = machineBusy(),
      t = now();
    await sleep(700);
    const b = machineBusy();
    const s = (now() - t) / 1000;
    quietBudget -= s;
    if ((100 * (b.busy - a.busy)) / (s * os.cpus().length) < pct) return true;
  }
  return false;
}
