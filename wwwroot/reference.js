// The page of the API reference is drawn by a package: it gets the dashboard's language, and stays in the dashboard's theme.
(() => {
  const root = document.documentElement;
  root.lang = "en";
  const isDark = () => root.dataset.theme === "dark";
  const tell = () => { try { localStorage.setItem("colorMode", isDark() ? "dark" : "light"); } catch { /* It then begins with the system's. */ } };
  const hold = () => {
    const { classList } = document.body;
    if (classList.contains("dark-mode") !== isDark() || classList.contains("light-mode") === isDark()) {
      classList.toggle("dark-mode", isDark());
      classList.toggle("light-mode", !isDark());
    }
  };
  tell();
  addEventListener("DOMContentLoaded", () => {
    new MutationObserver(() => { tell(); hold(); }).observe(root, { attributes: true, attributeFilter: ["data-theme"] });
    new MutationObserver(hold).observe(document.body, { attributes: true, attributeFilter: ["class"] });
  });
})();
