/** What is advertised: only what a test proves. RFC 9051 6.1.1, 7.2.2 */
import type { ImapSession } from './imap-session.ts';
import { mayManageQuota } from './quota-rights.ts';

const BEFORE_LOGIN = ['IMAP4rev1', 'IMAP4rev2', 'LITERAL+', 'SASL-IR', 'ID', 'ENABLE', 'LANGUAGE'];
const AFTER_LOGIN = [
  'IDLE',
  'NAMESPACE',
  'CHILDREN',
  'UNSELECT',
  'UIDPLUS',
  'MOVE',
  'MULTIAPPEND',
  'CATENATE',
  'REPLACE',
  'UTF8=ACCEPT',
  'SPECIAL-USE',
  'CREATE-SPECIAL-USE',
  'CONDSTORE',
  'QRESYNC',
  'UIDONLY',
  'ESEARCH',
  'SEARCHRES',
  'PARTIAL',
  'WITHIN',
  'SEARCH=FUZZY',
  'I18NLEVEL=1',
  'SORT',
  'SORT=DISPLAY',
  'ESORT',
  'THREAD=REFERENCES',
  'THREAD=ORDEREDSUBJECT',
  'MULTISEARCH',
  'INPROGRESS',
  'LIST-EXTENDED',
  'LIST-STATUS',
  'STATUS=SIZE',
  'STATUS=DELETED',
  'PREVIEW',
  'SAVEDATE',
  'OBJECTID',
  'BINARY',
  'ACL',
  'RIGHTS=kxte',
  'LIST-MYRIGHTS',
  'METADATA',
  'NOTIFY',
  'QUOTA',
  'QUOTA=RES-STORAGE',
  'QUOTA=RES-MESSAGE',
];

/** The capability list of the session as it is now. */
export function capabilities(session: ImapSession): string {
  if (session.state !== 'notAuthenticated') {
    const compress = session.connection.isCompressed ? [] : ['COMPRESS=DEFLATE'];
    const quotaSet = mayManageQuota(session) ? ['QUOTASET'] : [];
    return [
      ...BEFORE_LOGIN,
      ...AFTER_LOGIN,
      ...quotaSet,
      ...compress,
      `APPENDLIMIT=${session.services.limits.messageBytes}`,
    ].join(' ');
  }
  if (session.isTls) {
    const { offersScram } = session.services.authenticator;
    const scram = offersScram ? ['AUTH=SCRAM-SHA-256-PLUS', 'AUTH=SCRAM-SHA-256'] : [];
    return [...BEFORE_LOGIN, ...scram, 'AUTH=PLAIN', 'AUTH=LOGIN'].join(' ');
  }
  const startTls = session.services.offersStartTls ? ['STARTTLS'] : [];
  return [...BEFORE_LOGIN, ...startTls, 'LOGINDISABLED'].join(' ');
}
