/** Birçok ekranın ortak sözleri. */
import type { common as enCommon, errors as enErrors } from '../en/common.ts';
import type { Shape } from '../texts.ts';

export const common: Shape<typeof enCommon> = {
  close: 'Kapat',
  cancel: 'Vazgeç',
  save: 'Kaydet',
  edit: 'Değiştir',
  back: 'Geri',
  next: 'İleri',
  done: 'Bitti',
  copy: 'Kopyala',
  copied: 'Kopyalandı',
  copyWhat: 'Kopyala: {{what}}',
  copiedWhat: 'Kopyalandı: {{what}}',
  actions: 'İşlemler',
  moreActions: 'Diğer işlemler',
  moreActionsFor: 'Diğer işlemler: {{name}}',
  tryAgain: 'Yeniden dene',
  technicalDetail: 'Teknik ayrıntı',
  loading: 'Yükleniyor',
  notices: 'Bildirimler',
  nothingFound: 'Eşleşen yok.',
  nothingFoundHint: 'Kayıtlar var, ancak hiçbiri bu aramaya veya süzgece uymuyor.',
  clearFilter: 'Aramayı temizle',
  selectAllShown: 'Gösterilenlerin hepsini seç',
  selectRow: 'Seç: {{name}}',
  typeToConfirm: 'Onaylamak için şunu yazın: {{text}}',
  typeToConfirmWrong: 'Beklenen: {{text}}',
  skipToContent: 'İçeriğe geç',
  stale: 'Postane şu an yanıt vermiyor. Gördükleriniz {{time}} itibarıyladır.',
  staleReconnecting: 'Kendiliğinden yeniden deneniyor; bir şey yapmanız gerekmiyor.',
  none: 'Yok',
};

export const errors: Shape<typeof enErrors> = {
  badRequest: 'Bir değer uymuyor: {{message}}',
  denied: 'Bu oturumun buna yetkisi yok. Sunucunun sahibine başvurun.',
  nonexistent: 'Artık yerinde değil. Bu arada biri kaldırmış olabilir; listeyi yeniden yükleyin.',
  conflict: 'Şu anki durumda yapılamıyor: aynı adda bir kayıt zaten var veya hâlâ kullanılıyor.',
  unavailable: 'Posta motoru bunu şu an yapamıyor. Genellikle birkaç saniyede geri gelir; sonra yeniden deneyin.',
  internal:
    'Posta motoru bunu yaparken kendi içinde bir sorunla karşılaştı. Yarım kalan bir şey yok. Ayrıntısı günlükte.',
  page: 'Bu sayfa kendi içinde bir sorunla karşılaştı: {{message}}',
  crashedTitle: 'Bu ekran durdu',
  crashedBody:
    'Penceredeki bir sorun bu ekranı durdurdu. Postanıza dokunulmadı. Yeniden gösterin veya genel bakışa geçin.',
  crashedRetry: 'Yeniden göster',
};
