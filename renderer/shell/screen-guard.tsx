/** A fault in one screen stays in that screen: it says so and offers to show it again. */
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/states.tsx';
import { TechnicalDetail } from '../ui/technical-detail.tsx';

interface GuardState {
  readonly fault: Error | null;
}
export class ScreenGuard extends Component<{ readonly children: ReactNode }, GuardState> {
  override state: GuardState = { fault: null };

  static getDerivedStateFromError(fault: Error): GuardState {
    return { fault };
  }
  override componentDidCatch(fault: Error, info: ErrorInfo): void {
    console.error(fault, info.componentStack);
  }
  override render(): ReactNode {
    if (this.state.fault === null) return this.props.children;
    return <Fault fault={this.state.fault} onRetry={() => this.setState({ fault: null })} />;
  }
}
function Fault({ fault, onRetry }: { readonly fault: Error; readonly onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <div role="alert" className="px-[34px] py-10">
      <h1 className="sr-only">{t('errors.crashedTitle')}</h1>
      <EmptyState
        title={t('errors.crashedTitle')}
        action={
          <Button kind="primary" onClick={onRetry}>
            {t('errors.crashedRetry')}
          </Button>
        }
      >
        {t('errors.crashedBody')}
      </EmptyState>
      <TechnicalDetail text={`${fault.message}\n${fault.stack ?? ''}`} />
    </div>
  );
}
