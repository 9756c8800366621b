/**
 * What status responses say to people, in the language the client chose. English is the language of the code; a sentence
 * without a Turkish one stays English, as RFC 5255 3.2 allows. RFC 5255 3
 */
export const LANGUAGES = ['en', 'tr'] as const;
export type HumanLanguage = (typeof LANGUAGES)[number];

/** English sentence, with what varies as a group, to its Turkish form. The first that fits is used. */
const TURKISH: readonly (readonly [RegExp, string])[] = [
  [/^(.+) completed$/, '$1 tamamlandı'],
  [/^welcome$/, 'hoş geldiniz'],
  [/^see you$/, 'görüşmek üzere'],
  [/^idling$/, 'bekleniyor'],
  [/^wrong account or password$/, 'hesap ya da parola yanlış'],
  [/^too many failed logins; try again in (\d+) s$/, 'çok fazla hatalı giriş; $1 saniye sonra yeniden deneyin'],
  [/^accounts cannot be looked up now; try again soon$/, 'hesaplara şu anda bakılamıyor; birazdan yeniden deneyin'],
  [
    /^passwords are taken over TLS only: use port 993, or STARTTLS first$/,
    'parolalar yalnızca TLS üzerinden alınır: 993 numaralı kapıyı kullanın ya da önce STARTTLS verin',
  ],
  [/^the account has (\d+) IMAP sessions open; close one$/, 'hesabın $1 açık IMAP oturumu var; birini kapatın'],
  [/^there is no mailbox (.+); create it first$/, '$1 adlı klasör yok; önce oluşturun'],
  [/^there is no mailbox (.+)$/, '$1 adlı klasör yok'],
  [/^There is no mailbox "(.+)"\.$/, '"$1" adlı klasör yok.'],
  [/^There is already a mailbox "(.+)"\.$/, '"$1" adlı bir klasör zaten var.'],
  [/^That mailbox does not exist \(any more\)\.$/, 'O klasör yok (ya da artık yok).'],
  [/^INBOX cannot be removed\.$/, 'INBOX silinemez.'],
  [/^"(.+)" has mailboxes below it; remove those first\.$/, '"$1" altında klasörler var; önce onları silin.'],
  [/^(.+) has no room for this message: the quota is used up\.$/, '$1 için bu iletiye yer yok: ayrılan alan doldu.'],
  [
    /^this needs the right "(\w+)" on (.+), which its owner has not given$/,
    'bunun için $2 klasöründe "$1" yetkisi gerekir; sahibi bu yetkiyi vermemiş',
  ],
  [
    /^the mailbox was opened with EXAMINE; nothing can be changed$/,
    'klasör EXAMINE ile açıldı; hiçbir şey değiştirilemez',
  ],
  [/^nothing can be changed$/, 'hiçbir şey değiştirilemez'],
  [/^the mailbox before is closed$/, 'önceki klasör kapatıldı'],
  [/^the mailbox was deleted$/, 'klasör silindi'],
  [/^some messages had changed and were left alone$/, 'bazı iletiler değişmişti, onlara dokunulmadı'],
  [/^a message may have at most (\d+) octets$/, 'bir ileti en çok $1 bayt olabilir'],
  [/^a mailbox name has no empty parts between "\/"$/, 'klasör adında "/" araları boş olamaz'],
  [/^a mailbox name may have (\d+) characters$/, 'bir klasör adı en çok $1 karakter olabilir'],
  [/^mailboxes can be nested (\d+) deep$/, 'klasörler en çok $1 düzey iç içe olabilir'],
  [/^unknown command (.+)$/, 'bilinmeyen komut: $1'],
  [/^(\S+) is not allowed before login$/, '$1 girişten önce kullanılamaz'],
  [/^(\S+) is not allowed while a mailbox is selected$/, '$1 bir klasör seçiliyken kullanılamaz'],
  [
    /^(\S+) is not allowed while no mailbox is selected, or after login$/,
    '$1 klasör seçilmeden ya da girişten sonra kullanılamaz',
  ],
  [/^expected (.+) at column (\d+)$/, '$2. sütunda beklenen: $1'],
  [/^this language is not offered$/, 'bu dil sunulmuyor'],
  [/^the server is stopping$/, 'sunucu kapanıyor'],
  [/^nothing came for too long$/, 'çok uzun süre bir şey gelmedi'],
  [/^internal error: the log has the cause$/, 'iç hata: nedeni günlükte'],
];

/** @param text English, Unicode @returns it in the language, or as it is */
export function inLanguage(language: HumanLanguage, text: string): string {
  if (language === 'en') return text;
  const found = TURKISH.find(([english]) => english.test(text));
  return found === undefined ? text : text.replace(found[0], found[1]);
}

/** The first range that we speak, by its primary subtag; `default` is English. RFC 4647 3.4 */
export function chosenLanguage(ranges: readonly string[]): HumanLanguage | null {
  for (const range of ranges) {
    const [primary = ''] = range.toLowerCase().split('-');
    if (primary === 'default' || primary === 'i') return 'en';
    const found = LANGUAGES.find((language) => language === primary);
    if (found !== undefined) return found;
  }
  return null;
}
