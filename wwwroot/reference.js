// A package renders the page of the API reference: this sets the dashboard's language and keeps the dashboard's theme.
(() => {
  const root = document.documentElement;
  root.lang = "en";
  const isDark = () => root.dataset.theme === "dark";
  const saveColorMode = () => {
    try {
      localStorage.setItem("colorMode", isDark() ? "dark" : "light");
    } catch {
      /* It then starts with the system's theme. */
    }
  };
  const applyColorMode = () => {
    const { classList } = document.body;
    if (classList.contains("dark-mode") !== isDark() || classList.contains("light-mode") === isDark()) {
      classList.toggle("dark-mode", isDark());
      classList.toggle("light-mode", !isDark());
    }
  };
  saveColorMode();
  addEventListener("DOMContentLoaded", () => {
    new MutationObserver(() => {
      saveColorMode();
      applyColorMode();
    }).observe(root, { attributes: true, attributeFilter: ["data-theme"] });
    new MutationObserver(applyColorMode).observe(document.body, { attributes: true, attributeFilter: ["class"] });
  });
})();
