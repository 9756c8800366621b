/** Says that nothing is left to ask: the first minutes are over once domain, people and a letter are there. */

/** The computer's language, of those that the screens speak. */
const ownLanguage = () => (Intl.DateTimeFormat().resolvedOptions().locale.startsWith('tr') ? 'tr' : 'en');

/** Tells the engine of `data`, over its local socket, that its first run is finished. */
export async function finishSetup(data) {
  const { connectLocalSocket } = await import('../../engine/control/transport/local-socket-client.ts');
  const control = await connectLocalSocket(data);
  try {
    await control.call('firstRun.finish', { language: ownLanguage() });
  } finally {
    control.close();
  }
}
