/** The sentences of the main process: menu, tray, notifications, dialogs. The page has its own. */
const en = {
  open: 'Open Postane',
  pauseSending: 'Pause sending',
  resumeSending: 'Resume sending',
  launchAtLogin: 'Start when I sign in',
  keepAwake: 'Keep this computer awake',
  quit: 'Quit Postane',
  edit: 'Edit',
  view: 'View',
  zoomIn: 'Larger text',
  zoomOut: 'Smaller text',
  zoomReset: 'Normal text',
  fullScreen: 'Full screen',
  reload: 'Load the page again',
  developerTools: 'Developer tools',
  stateStarting: 'Starting',
  stateRunning: 'Running, {waiting} waiting',
  stateAttention: 'Running, {count} to look at',
  statePaused: 'Sending is paused, {waiting} waiting',
  stateWaiting: 'Starting again after a stop',
  stateFailed: 'Could not start; open Postane to see why',
  stateCrashLoop: 'Stopped after several failures; open Postane to see why',
  stateStopping: 'Stopping',
  stateStopped: 'Stopped',
  quitTitle: 'Quit Postane?',
  quitWarning: 'Mail stops.',
  quitDetail:
    'Until you open Postane again, nobody can read or send mail here. Mail from outside waits with its sender and is tried again for some days.',
  quitConfirm: 'Quit and stop mail',
  quitCancel: 'Keep running',
  closeNoticeTitle: 'Postane keeps running',
  closeNotice: 'Mail goes on while the window is closed. Open or quit Postane from its icon in the tray.',
  crashedTitle: 'Mail stopped for a moment',
  crashed: 'The mail engine ended unexpectedly. It is being started again; you need not do anything.',
  backTitle: 'Mail is running again',
  back: 'The mail engine is back. Letters that were accepted before are all there.',
  loopTitle: 'Mail has stopped',
  loop: 'The mail engine failed several times in a row and is not started again by itself. Open Postane to see why and to try again.',
  failedTitle: 'Mail could not start',
  failed: 'Open Postane to see the reason and what to do.',
  sleptTitle: 'This computer was asleep',
  slept: 'From {from} to {to} no mail could be received here. Senders try again by themselves.',
  pauseFailedTitle: 'Sending could not be changed',
  pauseFailed: 'The mail engine did not take it. Open Postane to see its state, then try again.',
  linkTitle: 'Open this address?',
  linkDetail: 'The name of this site is unusual and may imitate another. Open it only if you expected it.',
  linkConfirm: 'Open',
  linkCancel: 'Do not open',
  pageGoneTitle: 'The window stopped several times',
  pageGoneDetail: 'Mail goes on without it. Load the window again, or close it and look later.',
  pageGoneConfirm: 'Load again',
  pageGoneCancel: 'Close the window',
  brokenTitle: 'Postane has to close',
  brokenDetail:
    'A part of the window failed and cannot go on. Mail is stopped cleanly; open Postane again afterwards. What happened: {reason}',
};
export type MainText = keyof typeof en;

const tr: Readonly<Record<MainText, string>> = {
  open: "Postane'yi aç",
  pauseSending: 'Göndermeyi duraklat',
  resumeSending: 'Göndermeyi sürdür',
  launchAtLogin: 'Oturum açınca başlat',
  keepAwake: 'Bu bilgisayarı uyanık tut',
  quit: "Postane'den çık",
  edit: 'Düzen',
  view: 'Görünüm',
  zoomIn: 'Metni büyüt',
  zoomOut: 'Metni küçült',
  zoomReset: 'Normal metin',
  fullScreen: 'Tam ekran',
  reload: 'Sayfayı yeniden yükle',
  developerTools: 'Geliştirici araçları',
  stateStarting: 'Başlatılıyor',
  stateRunning: 'Çalışıyor, bekleyen: {waiting}',
  stateAttention: 'Çalışıyor, bakmanız gereken: {count}',
  statePaused: 'Gönderme duraklatıldı, bekleyen: {waiting}',
  stateWaiting: 'Durduktan sonra yeniden başlatılıyor',
  stateFailed: "Başlatılamadı; nedenini görmek için Postane'yi açın",
  stateCrashLoop: "Art arda sorunlardan sonra durdu; nedenini görmek için Postane'yi açın",
  stateStopping: 'Durduruluyor',
  stateStopped: 'Durdu',
  quitTitle: "Postane'den çıkılsın mı?",
  quitWarning: 'Posta durur.',
  quitDetail:
    "Postane'yi yeniden açana kadar burada kimse ileti okuyamaz ve gönderemez. Dışarıdan gelen iletiler göndericide bekler ve birkaç gün boyunca yeniden denenir.",
  quitConfirm: 'Çık ve postayı durdur',
  quitCancel: 'Çalışmayı sürdür',
  closeNoticeTitle: 'Postane çalışmaya devam ediyor',
  closeNotice:
    "Pencere kapalıyken posta sürer. Postane'yi sistem tepsisindeki simgesinden açabilir veya kapatabilirsiniz.",
  crashedTitle: 'Posta kısa süreliğine durdu',
  crashed: 'Posta motoru beklenmedik biçimde sonlandı. Yeniden başlatılıyor; bir şey yapmanız gerekmiyor.',
  backTitle: 'Posta yeniden çalışıyor',
  back: 'Posta motoru geri döndü. Daha önce kabul edilen iletilerin hepsi yerinde.',
  loopTitle: 'Posta durdu',
  loop: "Posta motoru art arda birkaç kez sonlandı ve artık kendiliğinden başlatılmıyor. Nedenini görmek ve yeniden denemek için Postane'yi açın.",
  failedTitle: 'Posta başlatılamadı',
  failed: "Nedeni ve ne yapılacağını görmek için Postane'yi açın.",
  sleptTitle: 'Bu bilgisayar uykudaydı',
  slept: '{from} ile {to} arasında burada ileti alınamadı. Göndericiler kendiliğinden yeniden dener.',
  pauseFailedTitle: 'Gönderme değiştirilemedi',
  pauseFailed: "Posta motoru isteği alamadı. Durumunu görmek için Postane'yi açın, sonra yeniden deneyin.",
  linkTitle: 'Bu adres açılsın mı?',
  linkDetail:
    'Bu sitenin adı alışılmadık ve başka bir adı taklit ediyor olabilir. Yalnızca beklediğiniz bir adresse açın.',
  linkConfirm: 'Aç',
  linkCancel: 'Açma',
  pageGoneTitle: 'Pencere birkaç kez durdu',
  pageGoneDetail: 'Posta onsuz da sürer. Pencereyi yeniden yükleyin veya kapatıp sonra bakın.',
  pageGoneConfirm: 'Yeniden yükle',
  pageGoneCancel: 'Pencereyi kapat',
  brokenTitle: 'Postane kapanmak zorunda',
  brokenDetail:
    "Pencerenin bir bölümü çalışmayı sürdüremiyor. Posta düzgünce durdurulur; ardından Postane'yi yeniden açın. Olan: {reason}",
};

export type Language = 'en' | 'tr';
export const TEXTS: Readonly<Record<Language, Readonly<Record<MainText, string>>>> = { en, tr };

export type Say = (text: MainText, values?: Readonly<Record<string, string | number>>) => string;

/** @param language asked anew each time, so that a change shows at once */
export function sayer(language: () => Language): Say {
  return (text, values = {}) =>
    TEXTS[language()][text].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}
/** @param locale as the system tells it, e.g. `tr-TR` */
export const languageOf = (locale: string): Language => (/^tr\b/i.test(locale) ? 'tr' : 'en');

/** Clock time as people of the language read it. */
export const clockTime = (at: number, language: Language): string =>
  new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' }).format(at);
