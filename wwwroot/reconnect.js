// A page whose connection is refused from the start has no circuit to explain why. The server's next response contains the reason,
// which is shown here immediately.
export function watchRefusal() {
  const fault = document.getElementById("blazor-error-ui");
  if (!fault) return;
  const explain = async () => {
    if (document.documentElement.dataset.ready || document.getElementById("connection-refused")) return;
    const response = await fetch(location.href);
    const notice = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("connection-refused");
    if (notice) document.body.prepend(notice);
  };
  addEventListener("unhandledrejection", ({ reason }) => {
    if (reason?.errorType === "FailedToNegotiateWithServerError") explain();
  });
  new MutationObserver(explain).observe(fault, { attributes: true, attributeFilter: ["style"] });
}

// Shows the state of the connection, and reloads only after the input has been saved.
export function watchConnection(saveDraft, allowUnload) {
  const dialog = document.getElementById("components-reconnect-modal");
  if (!dialog) return;
  const show = (state) => {
    dialog.dataset.state = state;
    if (!dialog.open) dialog.showModal();
  };
  const reload = () => {
    saveDraft();
    allowUnload();
    location.reload();
  };

  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.addEventListener("components-reconnect-state-changed", ({ detail: { state } }) => {
    if (state === "hide") dialog.close();
    else if (state === "rejected" || state === "resume-failed") {
      saveDraft();
      show("rejected");
    } else if (state === "show" || state === "retrying" || state === "failed") show(state);
  });
  dialog.querySelector("[data-reload]").addEventListener("click", reload);
  dialog.querySelector("[data-reconnect]").addEventListener("click", async () => {
    show("show");
    try {
      if (!(await Blazor.reconnect())) {
        saveDraft();
        show("rejected");
      }
    } catch {
      show("failed");
    }
  });
}
