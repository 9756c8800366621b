/** Names of the IPC channels between preload and main; known to these two alone. */
export const CHANNEL = {
  /** Page to main: a page has loaded and begins to speak. */
  begin: 'postane:begin',
  frame: 'postane:frame',
  /** Main to page: a batch. */
  frames: 'postane:frames',
  engineState: 'postane:engine-state',
  call: 'postane:call',
} as const;
