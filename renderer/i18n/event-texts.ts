/** Log events in Turkish; English sentences are the catalogue's own. A code that is missing here does not compile. */
import type { EventCode } from '../../engine/events/catalogue.ts';
import { sentenceOf } from '../../engine/events/sentence.ts';
import type { LogEvent } from '../../engine/model/log-event.ts';
import type { Language } from '../state/preferences.ts';

export const EVENT_TEXTS_TR: Readonly<Record<EventCode, string>> = {
  'engine.ready': 'Postane hazır, sürüm {version}.',
  'engine.stopping': 'Durduruluyor: {reason}.',
  'engine.limitsOff': 'Bütün hız, bağlantı ve bütçe sınırları kapalı (limits.mode=off).',
  'engine.bug': 'Beklenmeyen sorun, yeri {where}: {error}',
  'listener.open': '{protocol} dinliyor: {host}, kapı {port}.',
  'listener.failed': '{protocol} şu kapıyı kullanamıyor: {port}. Neden: {reason}',
  'listener.refused': '{protocol} reddetti: {peer}. Neden: {reason}',
  'tls.failed': 'TLS kurulamadı: {peer}, {protocol}. Neden: {reason}',
  'tls.earlyBytes': '{peer}, {protocol} üzerinde STARTTLS ardından {bytes} bayt şifresiz gönderdi; bunlar atıldı.',
  'setting.ignored': 'Saklanan ayar tanınmıyor veya artık uymuyor: {name}. Dikkate alınmadı.',
  'tls.renewed': 'Yeni sertifika kullanımda: {names}.',
  'store.readOnly': 'Disk artık ileti almıyor: {reason}',
  'store.writable': 'Disk yeniden ileti alıyor.',
  'store.recovered':
    'Bir kesintiden sonra atlanan bitmemiş bayt: {ignoredBytes}, bölüm: {segment}; içinde kabul edilmiş ileti yoktu.',
  'store.compacted': 'Sıkıştırmayla açılan yer: {freedBytes} bayt.',
  'store.slow': 'Depoda süren iş: {what}, {ms} ms.',
  'smtp.connected': '{protocol}: bağlanan {peer}.',
  'smtp.disconnected': '{protocol}: ayrılan {peer}.',
  'smtp.accepted':
    'İleti kabul edildi: {bytes} bayt, gönderen {sender}, alıcı sayısı {recipients} ({protocol}, {peer}).',
  'smtp.refused': '{protocol} reddetti: {peer}, aşama {stage}, kod {code}. Neden: {reason}',
  'smtp.attack': '{peer} şunu denedi: {attack} ({protocol}); reddedildi.',
  'login.ok': 'Oturum açıldı: {account}, {protocol}, {peer}.',
  'login.failed': 'Oturum açılamadı: {login}, {protocol}, {peer}. Neden: {reason}',
  'login.throttled': 'Oturum denemeleri yavaşlatıldı: {login}, {peer}, {seconds} sn.',
  'login.busy': 'Oturum açma ertelendi: aynı anda çok fazla deneme var ({protocol}, {peer}).',
  'login.clearText': '{peer} TLS olmadan oturum açmayı denedi ({protocol}); reddedildi.',
  'delivery.stored': 'Posta kutusuna konuldu: {recipient}, {mailbox}.',
  'delivery.queued': 'Sıraya alındı: {recipient}.',
  'delivery.delivered': 'Teslim edildi: {recipient}, {remote}. Yanıt: {reply}',
  'delivery.deferred': 'Teslim bekliyor: {recipient} ({reason}): {detail}',
  'delivery.failed': 'Teslim edilemedi: {recipient} ({reason}): {detail}',
  'delivery.tlsClear': 'TLS olmadan ulaşılan sunucu: {remote}. Neden: {reason}',
  'mailbox.expired': '{account} hesabının {mailbox} kutusundan {letters} ileti süresi dolduğu için silindi.',
  'session.ended': '{by} bir posta programının oturumunu kapattı.',
  'session.expired': '{account} hesabının bir oturumu kapandı: “{label}” uygulama parolasının süresi doldu.',
  'queue.retried': '{by} kuyruktan hemen denenmesini istedi: {entries} kayıt.',
  'queue.held': '{by} kuyrukta bekletti: {entries} kayıt.',
  'queue.released': '{by} kuyrukta serbest bıraktı: {entries} kayıt.',
  'queue.dropped': '{by} kuyruktan bildirimsiz sildi: {entries} kayıt.',
  'queue.failed': '{by} kuyrukta vazgeçti: {entries} kayıt; gönderenlere bildirilecek.',
  'queue.paused': '{by} bütün gönderimi durdurdu.',
  'queue.resumed': '{by} gönderimi yeniden başlattı.',
  'imap.connected': 'IMAP: bağlanan {peer}.',
  'imap.disconnected': 'IMAP: ayrılan {peer}: {reason}',
  'imap.refused': 'IMAP reddetti: {command}, {peer}. Neden: {reason}',
  'pop3.connected': 'POP3: bağlanan {peer}.',
  'pop3.disconnected': 'POP3: ayrılan {peer}: {reason}',
  'mailauth.unavailable': 'Gönderen denetimi bitirilemedi: {reason}',
  'directory.domainAdded': '{by} alan adını ekledi: {domain}.',
  'directory.domainChanged': '{by} alan adını değiştirdi: {domain}.',
  'directory.domainRemoved': '{by} bir alan adını kaldırdı.',
  'directory.accountAdded': '{by} hesap ekledi: {account}.',
  'directory.accountChanged': '{by} hesabı değiştirdi: {account}.',
  'directory.passwordChanged': '{by} şu hesabın parolasını değiştirdi: {account}.',
  'directory.appPasswordAdded': '{by} şu hesap için “{label}” uygulama parolasını oluşturdu: {account}.',
  'directory.appPasswordRevoked':
    '{by} şu hesabın “{label}” uygulama parolasını iptal etti: {account}. Kapatılan oturum: {sessions}.',
  'directory.accountRemoved': '{by} hesabı bütün iletileriyle sildi: {account}.',
  'directory.aliasAdded': '{by} takma adres ekledi: {alias}.',
  'directory.aliasChanged': '{by} takma adresi değiştirdi: {alias}.',
  'directory.aliasRemoved': '{by} bir takma adresi sildi.',
  'control.login': 'Yönetim penceresini açan: {account}, {peer}.',
  'control.refused': 'Yönetim penceresi reddetti: {peer}. Neden: {reason}',
  'log.dropped': 'Yetişebilmek için atlanan ayrıntı satırı: {lines}.',
};
const isKnown = (code: string): code is EventCode => Object.hasOwn(EVENT_TEXTS_TR, code);

export function eventSentence(event: LogEvent, language: Language): string {
  if (language === 'en' || !isKnown(event.code)) return sentenceOf(event);
  return EVENT_TEXTS_TR[event.code].replace(/\{(\w+)\}/g, (whole, name: string) => String(event.fields[name] ?? whole));
}
