/** Runs in a forked process: the planted control behind the desktop's carrier, as engine/bin/desktop.ts has the real one. */
import type { HostToEngine } from '../../../engine/control/host-messages.ts';
import { desktopChannel } from '../../../engine/control/transport/desktop-channel.ts';
import { plantedControl } from './planted-control.ts';

const { dispatch, subscribe, bus } = plantedControl();
const channel = desktopChannel({ dispatch, subscribe, emit: bus.emit }, (message, done) => {
  process.send?.(message, undefined, {}, done);
});
process.on('message', (message: HostToEngine) => {
  if (message.t === 'stop') process.exit(0);
  channel.hear(message);
});
process.send?.({ t: 'beat' });
