/** Bağlı posta programları, hesaplarının kutuları, arama dizini. */
import type { sessions as enSessions } from '../en/sessions.ts';
import type { Shape } from '../texts.ts';

export const sessions: Shape<typeof enSessions> = {
  title: 'Bağlı olanlar',
  lead: 'Şu anda bağlı olan posta programları ve telefonlar, ve açık tuttukları kutular.',
  list: 'Bağlı posta programları',
  columnAccount: 'Kullanıcı',
  columnProgram: 'Program',
  columnMailbox: 'Açık kutu',
  columnProtocol: 'Protokol',
  columnSince: 'Başlangıç',
  columnTraffic: 'Alınan / gönderilen',
  notSignedIn: 'Oturum açmadı',
  unnamed: 'Adını söylemiyor',
  noMailbox: 'Yok',
  clear: 'şifresiz',
  from: 'Bağlandığı yer',
  encryption: 'Şifreleme',
  bytes: '{{in}} / {{out}}',
  emptyTitle: 'Bağlı posta programı yok.',
  emptyBody: 'Telefonlar ve posta programları bağlı oldukları sürece burada görünür.',
  loadFailed: 'Bağlı programlar yüklenemedi.',
  mailboxes: 'Bu kullanıcının kutuları',
  mailboxCounts: '{{messages, number}} ileti, {{unseen, number}} okunmamış, {{size}}',
  end: 'Oturumu kapat',
  endTitle: '{{name}} oturumu kapatılsın mı?',
  endBody: 'Programa bildirilir ve bağlantısı kesilir. Çoğu program kendiliğinden yeniden bağlanır; bir şey kaybolmaz.',
  ended: 'Oturum kapatıldı.',
  endedBefore: 'Oturum zaten kapanmıştı.',
  endFailed: 'Oturum kapatılamadı',
  index: 'Arama dizini',
  indexReady: 'Bütün iletiler dizinde. Aramalar hemen yanıtlanır.',
  indexBuilding:
    '{{last, number}} iletiden {{indexed, number}} tanesi dizinde. Aramalar bu sırada da doğrudur, yalnızca yavaştır.',
};
