/** What the server does right now: follows the end, pauses, filters; a hundred thousand lines without a hitch. */
import { useMemo, useState } from 'react';
import { Pause, Play, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { LogLevel } from '../../../engine/control/contract.ts';
import { LOG_LEVELS } from '../../../engine/model/log-event.ts';
import { useTopic } from '../../api/use-topic.ts';
import { eventSentence } from '../../i18n/event-texts.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { useDebounced } from '../../state/use-debounced.ts';
import { Button } from '../../ui/button.tsx';
import { Page } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Select } from '../../ui/select.tsx';
import { LogBody } from './log-body.tsx';
import { LogStream } from './log-stream.ts';

const AREAS = [
  'engine',
  'listener',
  'tls',
  'store',
  'smtp',
  'imap',
  'pop3',
  'login',
  'delivery',
  'queue',
  'mailauth',
  'directory',
  'control',
  'log',
] as const;
const ALL = 'all';
const SUBSCRIPTION = { minLevel: 'debug', tail: 1000 } as const;

export function Log() {
  const { t } = useTranslation();
  const language = useLanguage();
  const [minLevel, setMinLevel] = useState<LogLevel>('info');
  const [area, setArea] = useState<string>(ALL);
  const [search, setSearch] = useState('');
  const [paused, setPaused] = useState(false);
  const text = useDebounced(search, 120);
  const filter = useMemo(() => ({ minLevel, text, area: area === ALL ? null : area }), [minLevel, text, area]);
  const [stream] = useState(() => new LogStream());
  useTopic('log', SUBSCRIPTION, ({ events, skipped }) =>
    stream.take(events, skipped, (event) => eventSentence(event, language)),
  );
  return (
    <Page
      layout="list"
      title={t('log.title')}
      lead={t('log.lead')}
      actions={
        <>
          <Button icon={Trash2} onClick={() => stream.clear()}>
            {t('log.clear')}
          </Button>
          <Button kind="primary" icon={paused ? Play : Pause} aria-pressed={paused} onClick={() => setPaused(!paused)}>
            {t(paused ? 'log.resume' : 'log.pause')}
          </Button>
        </>
      }
    >
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <SearchField
          className="w-72"
          label={t('log.search')}
          placeholder={t('log.searchPlaceholder')}
          value={search}
          onChange={setSearch}
        />
        <Select
          hideLabel
          className="w-36"
          label={t('log.level')}
          value={minLevel}
          options={LOG_LEVELS.map((level) => ({ value: level, label: t(`log.levels.${level}`) }))}
          onChange={setMinLevel}
        />
        <Select
          hideLabel
          className="w-44"
          label={t('log.area')}
          value={area}
          options={[
            { value: ALL, label: t('log.areaAll') },
            ...AREAS.map((name) => ({ value: name as string, label: name })),
          ]}
          onChange={setArea}
        />
      </div>
      <LogBody stream={stream} filter={filter} paused={paused} onSearch={setSearch} />
    </Page>
  );
}
