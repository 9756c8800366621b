/** Gives a text to the person as a file: the program asks where; a browser puts it among the downloads. */
import { useControl } from '../api/control-context.tsx';

export function useSaveFile(): (name: string, text: string, type: string) => Promise<boolean> {
  const { desktop } = useControl();
  return async (name, text, type) => {
    if (desktop !== null) return desktop.saveFile(name, new TextEncoder().encode(text));
    const address = URL.createObjectURL(new Blob([text], { type }));
    const link = document.createElement('a');
    link.href = address;
    link.download = name;
    link.click();
    URL.revokeObjectURL(address);
    return true;
  };
}
