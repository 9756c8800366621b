/** What a delivery report says to its reader, in the account's language: verdict, reason, next step. */
import type { AccountLanguage } from '../model/account.ts';
import type { DeliveryOutcome, FailReason } from '../model/queue.ts';
import { assertNever } from '../lib/assert.ts';

export type ReportKind = 'failure' | 'delay' | 'success';
interface ReportTexts {
  readonly subject: Readonly<Record<ReportKind, string>>;
  readonly verdict: Readonly<Record<ReportKind, string>>;
  readonly recipient: string;
  readonly remoteSaid: string;
  readonly next: Readonly<Record<ReportKind, string>>;
  readonly reason: (outcome: DeliveryOutcome) => string;
}
const EN_FAIL: Readonly<Record<FailReason, string>> = {
  nullMx: 'The domain says that it accepts no mail at all. Check the part after the @.',
  noSuchDomain: 'The domain of the address does not exist or has no mail server. Check the part after the @.',
  remoteReply: "The recipient's mail server refused the letter; its words are below.",
  tlsPolicy: "The recipient's mail server could not be reached over a protected connection.",
  smtpUtf8Unsupported: "The recipient's mail server does not accept addresses with letters outside English.",
  forbiddenAddress: 'The domain leads to an address that may not be used from here.',
  loop: 'The domain leads back to this server, but is not set up on it.',
  expired: 'The letter was tried for several days without success.',
  cancelled: 'The administrator ended the delivery.',
};
const TR_FAIL: Readonly<Record<FailReason, string>> = {
  nullMx: 'Alan adı hiç posta kabul etmediğini bildiriyor. Adresin @ işaretinden sonraki bölümünü denetleyin.',
  noSuchDomain:
    'Adresin alan adı yok ya da posta sunucusu tanımlı değil. Adresin @ işaretinden sonraki bölümünü denetleyin.',
  remoteReply: 'Alıcının posta sunucusu iletiyi reddetti; söyledikleri aşağıdadır.',
  tlsPolicy: 'Alıcının posta sunucusuna korumalı bir bağlantıyla ulaşılamadı.',
  smtpUtf8Unsupported: 'Alıcının posta sunucusu, İngilizce dışında harf içeren adresleri kabul etmiyor.',
  forbiddenAddress: 'Alan adı, buradan kullanılamayan bir adrese götürüyor.',
  loop: 'Alan adı bu sunucuya geri götürüyor, ama burada tanımlı değil.',
  expired: 'İleti günlerce denendi, ama teslim edilemedi.',
  cancelled: 'Teslimi yönetici sonlandırdı.',
};
const reasonIn =
  (fail: typeof EN_FAIL, waiting: string, done: string) =>
  (outcome: DeliveryOutcome): string => {
    switch (outcome.kind) {
      case 'delivered':
        return done;
      case 'deferred':
        return waiting;
      case 'failed':
        return fail[outcome.reason];
      default:
        return assertNever(outcome, 'outcome');
    }
  };
const TEXTS: Readonly<Record<AccountLanguage, ReportTexts>> = {
  en: {
    subject: { failure: 'Not delivered', delay: 'Not delivered yet', success: 'Delivered' },
    verdict: {
      failure: 'Your letter could not be delivered to the recipients below.',
      delay: 'Your letter has not been delivered to the recipients below yet.',
      success: 'Your letter was delivered to the recipients below.',
    },
    recipient: 'Recipient',
    remoteSaid: 'Their server said',
    next: {
      failure: 'Check the address and send it again, or reach the recipient another way.',
      delay: 'You need not do anything: we keep trying and tell you if it fails.',
      success: 'There is nothing more to do.',
    },
    reason: reasonIn(
      EN_FAIL,
      "The recipient's mail server does not take it at the moment.",
      "The recipient's mail server took the letter; it sends no receipt of its own.",
    ),
  },
  tr: {
    subject: { failure: 'Teslim edilemedi', delay: 'Henüz teslim edilmedi', success: 'Teslim edildi' },
    verdict: {
      failure: 'İletiniz aşağıdaki alıcılara teslim edilemedi.',
      delay: 'İletiniz aşağıdaki alıcılara henüz teslim edilmedi.',
      success: 'İletiniz aşağıdaki alıcılara teslim edildi.',
    },
    recipient: 'Alıcı',
    remoteSaid: 'Karşı sunucunun yanıtı',
    next: {
      failure: 'Adresi denetleyip yeniden gönderin ya da alıcıya başka bir yoldan ulaşın.',
      delay: 'Bir şey yapmanız gerekmiyor: denemeyi sürdürüyoruz, olmazsa size bildireceğiz.',
      success: 'Yapmanız gereken bir şey yok.',
    },
    reason: reasonIn(
      TR_FAIL,
      'Alıcının posta sunucusu şu an kabul etmiyor.',
      'Alıcının posta sunucusu iletiyi aldı; kendisi alındı bildirimi göndermiyor.',
    ),
  },
};
export function reportTexts(language: AccountLanguage): ReportTexts {
  return TEXTS[language];
}
