/** The typed search with its chips, its help, and what in it was not understood. */
import { useId, useState } from 'react';
import { CircleHelp, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/button.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { dayText, parseSearch, withoutTerm, type SearchProblem } from './search-grammar.ts';

const TROUBLE = 'status:failed status:partly status:waiting status:held';
const HELP = ['helpFrom', 'helpTo', 'helpSubject', 'helpStatus', 'helpDirection', 'helpDates', 'helpMsgid'] as const;

interface SearchBarProps {
  readonly search: string;
  readonly onChange: (search: string) => void;
}
export function SearchBar({ search, onChange }: SearchBarProps) {
  const { t } = useTranslation();
  const [helpOpen, setHelpOpen] = useState(false);
  const helpId = useId();
  const { terms, problems } = parseSearch(search);
  const today = `after:${dayText(Date.now())}`;
  const named = search === '' ? 'all' : search === TROUBLE ? 'trouble' : search === today ? 'today' : 'own';
  return (
    <div className="mb-3">
      <div className="flex items-center gap-2">
        <SearchField
          className="flex-1"
          label={t('letters.searchLabel')}
          placeholder={t('letters.searchPlaceholder')}
          value={search}
          onChange={onChange}
        />
        <IconButton
          icon={CircleHelp}
          label={t('letters.searchHelp')}
          aria-expanded={helpOpen}
          aria-controls={helpId}
          onClick={() => setHelpOpen(!helpOpen)}
        />
        <Segmented
          label={t('letters.filters')}
          value={named}
          options={[
            { value: 'all', label: t('letters.filterAll') },
            { value: 'trouble', label: t('letters.filterTrouble') },
            { value: 'today', label: t('letters.filterToday') },
          ]}
          onChange={(next) => onChange(next === 'trouble' ? TROUBLE : next === 'today' ? today : '')}
        />
      </div>
      <div id={helpId} hidden={!helpOpen} className="mt-2 rounded-card border border-line bg-surface p-4 text-small">
        <p className="mb-1.5 text-ink2">{t('letters.searchHelpIntro')}</p>
        <ul className="grid gap-1">
          {HELP.map((line) => (
            <HelpLine key={line} text={t(`letters.${line}`)} />
          ))}
        </ul>
      </div>
      {terms.some((term) => term.word !== null) && (
        <ul className="mt-2 flex flex-wrap gap-1.5">
          {terms.map((term, index) => (
            <li key={`${index} ${term.source}`}>
              <button
                type="button"
                aria-label={t('letters.removeChip', { chip: term.source })}
                onClick={() => onChange(withoutTerm(terms, term))}
                className="inline-flex min-h-6 items-center gap-1 rounded-full bg-accent-weak px-2.5 font-mono text-[12px] text-accent"
              >
                {term.source}
                <X size={12} strokeWidth={2} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      <div role="status" className="text-small text-warn">
        {problems.map((problem) => (
          <Problem key={JSON.stringify(problem)} problem={problem} />
        ))}
      </div>
    </div>
  );
}
/** `code — meaning`, the code in the machine's letters. */
function HelpLine({ text }: { readonly text: string }) {
  const [code = '', meaning = ''] = text.split(' — ');
  return (
    <li>
      <code>{code}</code> — {meaning}
    </li>
  );
}
function Problem({ problem }: { readonly problem: SearchProblem }) {
  const { t } = useTranslation();
  switch (problem.kind) {
    case 'unknownKey':
      return <p className="mt-1">{t('letters.problemUnknownKey', { word: problem.word })}</p>;
    case 'badValue':
      return (
        <p className="mt-1">
          {t('letters.problemBadValue', {
            word: problem.word,
            value: problem.value,
            allowed: problem.allowed.join(', '),
          })}
        </p>
      );
    case 'badDate':
      return <p className="mt-1">{t('letters.problemBadDate', { word: problem.word, value: problem.value })}</p>;
  }
}
