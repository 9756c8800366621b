// A child of suites/responsive.mjs: asks for small things for some seconds, answers with the latencies.
import { Imap } from './imap.mjs';
import { now, sleep } from './util.mjs';

const { ep, user, box, seconds } = JSON.parse(process.env.PROBE);
const c = await Imap.open(ep, user);
await c.select(box);
const latencies = [];
for (const t0 = now(); now() - t0 < seconds * 1000;) {
  latencies.push((await c.ok(`UID FETCH ${1 + (latencies.length % 50)} (FLAGS)`)).ms);
  await sleep(10);
}
await c.close();
process.send(latencies);
