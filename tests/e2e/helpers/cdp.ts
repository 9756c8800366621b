/** The few words of the DevTools protocol that a packaged app needs: its fuses keep Node's inspector, and so Playwright, out. */

export interface CdpPage {
  readonly url: string;
  send(method: string, params?: object): Promise<Record<string, unknown>>;
  /** Value of an expression or promise in the page, under the page's own security policy. */
  evaluate(expression: string): Promise<unknown>;
  screenshot(): Promise<Buffer>;
  close(): void;
}
interface Target {
  readonly type: string;
  readonly url: string;
  readonly webSocketDebuggerUrl: string;
}
interface Answer {
  readonly id?: number;
  readonly error?: { readonly message: string };
  readonly result?: Record<string, unknown>;
}

/** @param browserUrl the `ws://...` that the program prints with `--remote-debugging-port=0` */
export async function attachToPage(browserUrl: string, limitMs = 15_000): Promise<CdpPage> {
  const target = await firstPage(`http://${new URL(browserUrl).host}/json/list`, performance.now() + limitMs);
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => resolve();
    socket.onerror = () => reject(new Error(`no connection to ${target.webSocketDebuggerUrl}`));
  });
  const waiting = new Map<number, (answer: Answer) => void>();
  socket.onmessage = ({ data }) => {
    const answer = JSON.parse(String(data)) as Answer;
    if (answer.id === undefined) return;
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  };
  socket.onclose = () => {
    for (const end of waiting.values()) end({ error: { message: 'the page has gone' } });
  };
  let last = 0;
  const send = (method: string, params: object = {}): Promise<Record<string, unknown>> =>
    new Promise((resolve, reject) => {
      const id = ++last;
      waiting.set(id, ({ error, result }) =>
        error ? reject(new Error(`${method}: ${error.message}`)) : resolve(result ?? {}),
      );
      socket.send(JSON.stringify({ id, method, params }));
    });
  return {
    url: target.url,
    send,
    async evaluate(expression) {
      const options = { expression, awaitPromise: true, returnByValue: true, allowUnsafeEvalBlockedByCSP: false };
      const answer = await send('Runtime.evaluate', options);
      const failure = answer['exceptionDetails'] as { text: string; exception?: { description?: string } } | undefined;
      if (failure) throw new Error(failure.exception?.description ?? failure.text);
      return (answer['result'] as { value?: unknown }).value;
    },
    async screenshot() {
      return Buffer.from(String((await send('Page.captureScreenshot'))['data']), 'base64');
    },
    close: () => socket.close(),
  };
}

async function firstPage(listUrl: string, endAt: number): Promise<Target> {
  for (;;) {
    const targets = (await (await fetch(listUrl)).json()) as Target[];
    const page = targets.find(({ type }) => type === 'page');
    if (page) return page;
    if (performance.now() > endAt) throw new Error(`no page among ${targets.length} targets`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
