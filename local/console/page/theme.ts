const KEPT_AS = 'console-theme';

/** Sets the theme that was chosen before; without one the system's holds. */
export function restoreTheme(): void {
  const theme = localStorage.getItem(KEPT_AS);
  if (theme) {
    document.documentElement.dataset['theme'] = theme;
  }
}

export function isDark(): boolean {
  const { theme } = document.documentElement.dataset;
  return theme === undefined ? matchMedia('(prefers-color-scheme: dark)').matches : theme === 'dark';
}

/** Chooses the other theme, from now on. */
export function switchTheme(): void {
  const theme = isDark() ? 'light' : 'dark';
  document.documentElement.dataset['theme'] = theme;
  localStorage.setItem(KEPT_AS, theme);
}
