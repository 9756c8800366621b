/** Letters by the hour: a drawing for the eye, a table for everyone. */
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { HourCounts } from '../../../engine/control/contract.ts';
import { useFormats, useNow } from '../../format/use-formats.ts';
import { useShownTheme } from '../../shell/use-appearance.ts';
import { fillHours } from './fill-hours.ts';

const HEIGHT = 150;

/** Colours of the drawing, read from the theme in effect. */
function colours(element: Element): {
  readonly in: string;
  readonly ground: string;
  readonly out: string;
  readonly line: string;
  readonly text: string;
} {
  const style = getComputedStyle(element);
  const of = (name: string): string => style.getPropertyValue(name).trim();
  return {
    in: of('--accent'),
    ground: of('--accent-weak'),
    out: of('--stamp'),
    line: of('--line'),
    text: of('--ink3'),
  };
}
const sum = (hours: readonly HourCounts[], name: 'in' | 'out' | 'failed'): number =>
  hours.reduce((total, hour) => total + hour[name], 0);

export function HourlyChart({
  hours: counted,
  refused,
}: {
  readonly hours: readonly HourCounts[];
  readonly refused: number;
}) {
  const now = useNow(60_000);
  const hours = useMemo(() => fillHours(counted, now), [counted, now]);
  const { t } = useTranslation();
  const formats = useFormats();
  const theme = useShownTheme();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const colour = colours(element);
    const axis = { stroke: colour.text, font: '11px "Inter Variable", sans-serif', ticks: { show: false } };
    const chart = new UPlot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        legend: { show: false },
        cursor: { show: false },
        padding: [8, 18, 0, 0],
        scales: { y: { range: (_chart, _low, high) => [0, Math.max(4, high * 1.15)] } },
        axes: [
          {
            ...axis,
            size: 22,
            grid: { show: false },
            values: (_chart, ticks) => ticks.map((tick) => formats.time(tick * 1000)),
          },
          {
            ...axis,
            size: 34,
            incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000],
            grid: { stroke: colour.line, width: 1 },
            values: (_chart, ticks) => ticks.map((tick) => formats.number(tick)),
          },
        ],
        series: [
          {},
          { stroke: colour.in, fill: colour.ground, width: 2, points: { show: false } },
          { stroke: colour.out, width: 2, points: { show: false } },
        ],
      },
      [hours.map((hour) => hour.at / 1000), hours.map((hour) => hour.in), hours.map((hour) => hour.out)],
      element,
    );
    const resize = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: HEIGHT }));
    resize.observe(element);
    return () => {
      resize.disconnect();
      chart.destroy();
    };
  }, [hours, theme, formats]);
  const totals = {
    in: formats.number(sum(hours, 'in')),
    out: formats.number(sum(hours, 'out')),
    failed: formats.number(sum(hours, 'failed')),
  };
  return (
    <div className="px-4 py-3.5">
      <div ref={place} role="img" aria-label={t('overview.chartLabel', totals)} className="min-w-0" />
      <p className="num mt-2 flex flex-wrap gap-x-4 gap-y-1 text-small text-ink2">
        <span>
          <Swatch className="bg-accent" />
          {t('overview.chartIn', { value: totals.in })}
        </span>
        <span>
          <Swatch className="bg-stamp" />
          {t('overview.chartOut', { value: totals.out })}
        </span>
        <span>{t('overview.chartFailed', { value: totals.failed })}</span>
        <span>{t('overview.chartRefused', { value: formats.number(refused) })}</span>
      </p>
      <HourTable hours={hours} />
    </div>
  );
}
const Swatch = ({ className }: { readonly className: string }) => (
  <span
    aria-hidden
    className={`me-1.5 inline-block h-[3px] w-3.5 rounded-full align-middle forced-color-adjust-none ${className}`}
  />
);

function HourTable({ hours }: { readonly hours: readonly HourCounts[] }) {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <details className="mt-2">
      <summary className="w-fit text-small text-accent">{t('overview.chartTable')}</summary>
      <table className="num mt-2 w-full text-small">
        <thead className="text-ink2">
          <tr className="border-b border-line text-end">
            <th className="text-start font-semibold">{t('overview.hour')}</th>
            <th className="text-end font-semibold">{t('overview.in')}</th>
            <th className="text-end font-semibold">{t('overview.out')}</th>
            <th className="text-end font-semibold">{t('overview.failed')}</th>
          </tr>
        </thead>
        <tbody>
          {hours.map((hour) => (
            <tr key={hour.at}>
              <td>{formats.time(hour.at)}</td>
              <td className="text-end">{formats.number(hour.in)}</td>
              <td className="text-end">{formats.number(hour.out)}</td>
              <td className="text-end">{formats.number(hour.failed)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
