/** Every letter that passed: typed search, saved searches, a long list. */
import { useMemo } from 'react';
import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocation, useSearchParams } from 'wouter';
import type { Letter } from '../../../engine/control/contract.ts';
import { useControlPages } from '../../api/use-query.ts';
import { useFormats } from '../../format/use-formats.ts';
import { messagePath, ROUTES } from '../../routes.ts';
import { useDebounced } from '../../state/use-debounced.ts';
import { Button } from '../../ui/button.tsx';
import type { Column } from '../../ui/data-table.tsx';
import { LiveList, useItems } from '../../ui/live-list.tsx';
import { Page } from '../../ui/page.tsx';
import { useSaveFile } from '../../ui/save-file.ts';
import { EmptyState } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { useToasts } from '../../ui/toast.tsx';
import { LetterStateChip, recipientsText, useSenderText } from './letter-parts.tsx';
import { lettersCsv } from './letters-csv.ts';
import { parseSearch } from './search-grammar.ts';
import { SearchBar } from './search-bar.tsx';

export function Messages() {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const [params] = useSearchParams();
  const search = params.get('search') ?? '';
  const setSearch = (next: string): void =>
    go(next === '' ? ROUTES.messages : `${ROUTES.messages}?search=${encodeURIComponent(next)}`, { replace: true });
  const settled = useDebounced(search);
  const filter = useMemo(() => parseSearch(settled).filter, [settled]);
  const query = useControlPages('letters.search', filter);
  const columns = useColumns();
  return (
    <Page
      layout="list"
      title={t('letters.title')}
      lead={t('letters.lead')}
      actions={<ExportButton letters={useItems(query)} />}
    >
      <SearchBar search={search} onChange={setSearch} />
      <LiveList
        query={query}
        label={t('letters.list')}
        columns={columns}
        keyOf={keyOf}
        nameOf={(letter) => letter.subject || t('letters.noSubject')}
        onOpen={(letter) => go(messagePath(letter.id))}
        onClearFilter={settled.trim() === '' ? undefined : () => setSearch('')}
        errorTitle={t('letters.loadFailed')}
        empty={<EmptyState title={t('letters.emptyTitle')}>{t('letters.emptyBody')}</EmptyState>}
      />
    </Page>
  );
}
const keyOf = (letter: Letter): string => letter.id;

function useColumns(): readonly Column<Letter>[] {
  const { t } = useTranslation();
  const formats = useFormats();
  const senderText = useSenderText();
  return useMemo(
    () => [
      {
        id: 'status',
        header: t('letters.columnStatus'),
        width: '128px',
        cell: (letter) => <LetterStateChip letter={letter} className="w-full" />,
      },
      {
        id: 'subject',
        header: t('letters.columnSubject'),
        width: 'minmax(0,1.7fr)',
        cell: (letter) => <span className="font-[550]">{letter.subject || t('letters.noSubject')}</span>,
      },
      {
        id: 'sender',
        header: t('letters.columnSender'),
        width: 'minmax(0,1.5fr)',
        cell: (letter) => <span className="text-small">{senderText(letter.sender)}</span>,
      },
      {
        id: 'recipient',
        header: t('letters.columnRecipient'),
        width: 'minmax(0,1.5fr)',
        cell: (letter) => <span className="text-small">{recipientsText(letter, t)}</span>,
      },
      {
        id: 'direction',
        header: t('letters.columnDirection'),
        width: '76px',
        cell: (letter) => <span className="text-small text-ink2">{t(`letters.direction.${letter.direction}`)}</span>,
      },
      {
        id: 'size',
        header: t('letters.columnSize'),
        width: '68px',
        align: 'end',
        cell: (letter) => <span className="num text-small text-ink2">{formats.bytes(letter.sizeBytes)}</span>,
      },
      {
        id: 'time',
        header: t('letters.columnTime'),
        width: '88px',
        align: 'end',
        cell: (letter) => <Time at={letter.acceptedAt} className="text-small text-ink2" />,
      },
    ],
    [t, formats, senderText],
  );
}

function ExportButton({ letters }: { readonly letters: readonly Letter[] }) {
  const { t } = useTranslation();
  const save = useSaveFile();
  const { say } = useToasts();
  const run = async (): Promise<void> => {
    if (await save('postane-letters.csv', lettersCsv(letters), 'text/csv')) say(t('letters.exportedCsv'));
  };
  return (
    <Button icon={Download} disabled={letters.length === 0} onClick={() => void run()}>
      {t('letters.exportCsv')}
    </Button>
  );
}
