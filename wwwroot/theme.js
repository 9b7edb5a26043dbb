// Runs before the first paint, so that neither the theme nor the collapsed navigation flickers.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const stored = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const apply = () => {
    const choice = stored("sd-theme") ?? "system";
    root.dataset.themeChoice = choice;
    root.dataset.theme = choice === "light" || choice === "dark" ? choice : dark.matches ? "dark" : "light";
    root.dataset.nav = stored("sd-nav") === "folded" ? "folded" : "open";
  };
  apply();
  dark.addEventListener("change", apply);
  addEventListener("storage", apply);
  addEventListener("sd-preference", apply);
})();
