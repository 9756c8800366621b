/** What the POP3 server says to people, in English and Turkish. RFC 6856 3 (LANG) */
export const POP3_LANGUAGES = { en: 'English', tr: 'Türkçe' } as const;
export type Pop3Language = keyof typeof POP3_LANGUAGES;

const EN = {
  greeting: '{host} POP3 ready',
  goodbye: 'Goodbye',
  here: 'Here',
  offered: 'What is offered',
  nowThePassword: 'Now the password',
  beginTls: 'Begin encryption',
  letters: '{count} letters',
  octets: '{count} octets',
  topOfLetter: 'The top of the letter',
  sizes: 'Sizes',
  uniqueNames: 'Unique names',
  markedDeleted: 'Marked as deleted',
  languages: 'Languages',
  languageChosen: 'English from now on',
  utf8On: 'UTF-8 from now on',
  unknownCommand: 'Unknown command',
  signInFirst: 'Sign in first',
  signedInAlready: 'You are signed in already',
  needsEncryption: 'Signing in needs encryption. Use STLS first, or port 995',
  encryptedAlready: 'The connection is encrypted already',
  noEncryption: 'Encryption is not offered here',
  beginWithUser: 'Begin with USER',
  userNeedsLogin: 'USER needs a login',
  wrongLogin: 'Login or password is wrong. The login is the whole address',
  throttled: 'Too many wrong passwords. Try again in {seconds} seconds',
  notChecked: 'The password could not be checked at the moment. Try again later',
  inUse: 'Another program is reading this mailbox by POP3. Try again later',
  tooSoon: 'Sign in at most once in {seconds} seconds',
  mechanisms: 'Offered are {names}',
  signInCancelled: 'Cancelled',
  signInNotUnderstood: 'Sign-in not understood: {reason}',
  notBase64: 'Sign-in not understood: that is no base64',
  noArgument: 'This command takes no argument',
  oneNumber: 'This command takes a number',
  twoNumbers: 'This command takes two numbers',
  noSuchLetter: 'There is no letter of that number',
  letterDeleted: 'That letter is marked as deleted',
  letterGone: 'That letter was removed by another program',
  languageUnknown: 'That language is not spoken here. LANG lists those that are',
  notRemoved: 'The marked letters could not be removed. They will be there again',
  temporary: 'The server cannot do that at the moment. Try again later',
  silence: 'Nothing came for too long. Connect again',
  signInTooSlow: 'Signing in took too long. Connect again',
  lineTooLong: 'The line is too long',
  tooManyRefusals: 'Too many commands were refused. Connect again',
  serverFailed: 'The server failed. Try again later',
  serverStops: 'The server is stopping. Connect again later',
  endedByAdministrator: 'The session was ended by the administrator',
} as const;
export type Pop3TextKey = keyof typeof EN;

const TR: Readonly<Record<Pop3TextKey, string>> = {
  greeting: '{host} POP3 hazır',
  goodbye: 'Hoşça kalın',
  here: 'Buradayım',
  offered: 'Sunulanlar',
  nowThePassword: 'Şimdi parola',
  beginTls: 'Şifrelemeye başlayın',
  letters: '{count} ileti',
  octets: '{count} sekizli',
  topOfLetter: 'İletinin başı',
  sizes: 'Boyutlar',
  uniqueNames: 'Benzersiz adlar',
  markedDeleted: 'Silinmek üzere işaretlendi',
  languages: 'Diller',
  languageChosen: 'Bundan sonra Türkçe',
  utf8On: 'Bundan sonra UTF-8',
  unknownCommand: 'Bilinmeyen komut',
  signInFirst: 'Önce oturum açın',
  signedInAlready: 'Oturumunuz zaten açık',
  needsEncryption: 'Oturum açmak için şifreleme gerekir. Önce STLS kullanın ya da 995 numaralı kapıyı seçin',
  encryptedAlready: 'Bağlantı zaten şifreli',
  noEncryption: 'Burada şifreleme sunulmuyor',
  beginWithUser: 'USER ile başlayın',
  userNeedsLogin: 'USER bir kullanıcı adı ister',
  wrongLogin: 'Kullanıcı adı ya da parola yanlış. Kullanıcı adı adresin tamamıdır',
  throttled: 'Çok fazla yanlış parola denendi. {seconds} saniye sonra yeniden deneyin',
  notChecked: 'Parola şu anda denetlenemedi. Daha sonra yeniden deneyin',
  inUse: 'Bu posta kutusunu POP3 ile başka bir program okuyor. Daha sonra yeniden deneyin',
  tooSoon: '{seconds} saniyede en çok bir kez oturum açın',
  mechanisms: 'Sunulanlar: {names}',
  signInCancelled: 'Vazgeçildi',
  signInNotUnderstood: 'Oturum açma anlaşılamadı: {reason}',
  notBase64: 'Oturum açma anlaşılamadı: bu base64 değil',
  noArgument: 'Bu komut değer almaz',
  oneNumber: 'Bu komut bir sayı ister',
  twoNumbers: 'Bu komut iki sayı ister',
  noSuchLetter: 'Bu numarada bir ileti yok',
  letterDeleted: 'Bu ileti silinmek üzere işaretli',
  letterGone: 'Bu iletiyi başka bir program sildi',
  languageUnknown: 'Bu dil burada konuşulmuyor. LANG konuşulanları sıralar',
  notRemoved: 'İşaretlenen iletiler silinemedi. Yerlerinde duruyorlar',
  temporary: 'Sunucu bunu şu anda yapamıyor. Daha sonra yeniden deneyin',
  silence: 'Uzun süre bir şey gelmedi. Yeniden bağlanın',
  signInTooSlow: 'Oturum açma çok uzun sürdü. Yeniden bağlanın',
  lineTooLong: 'Satır çok uzun',
  tooManyRefusals: 'Çok fazla komut geri çevrildi. Yeniden bağlanın',
  serverFailed: 'Sunucuda bir hata oldu. Daha sonra yeniden deneyin',
  serverStops: 'Sunucu duruyor. Daha sonra bağlanın',
  endedByAdministrator: 'Oturumu yönetici kapattı',
};
const TEXTS: Readonly<Record<Pop3Language, Readonly<Record<Pop3TextKey, string>>>> = { en: EN, tr: TR };

/** A text and what stands in its gaps. */
export interface Pop3Text {
  readonly key: Pop3TextKey;
  readonly values?: Readonly<Record<string, string | number>> | undefined;
}
export function pop3Text(language: Pop3Language, { key, values = {} }: Pop3Text): string {
  return TEXTS[language][key].replace(/\{(\w+)\}/g, (gap, name: string) => String(values[name] ?? gap));
}
/** The language that a tag or `*` asks for; null when it is not spoken here. RFC 4647 3.4 (lookup) */
export function pop3Language(tag: string): Pop3Language | null {
  if (tag === '*') return 'en';
  const primary = tag.toLowerCase().split('-')[0] ?? '';
  return Object.hasOwn(POP3_LANGUAGES, primary) ? (primary as Pop3Language) : null;
}
