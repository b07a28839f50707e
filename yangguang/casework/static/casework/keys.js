/* Keys of the desk that the office's own script does not know: C claims, X ticks, ? tells. Everything works without. */
(() => {
  const typing = (node) => node.closest("input:not([type=checkbox]), textarea, select, [contenteditable=true]");
  const row = () => document.activeElement.closest("[data-keys] tr") ?? document.querySelector("[data-keys] tr.first");
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
      const key = event.key.toLowerCase();
      const help = document.querySelector("[data-help]");
      if (key === "c") (row() ?? document.querySelector(".step-hand"))?.querySelector("[data-key=claim]")?.click();
      else if (key === "x") row()?.querySelector("input[type=checkbox]")?.click();
      else if (event.key === "?" && help) {
        event.preventDefault();
        event.stopImmediatePropagation();
        help.open = !help.open;
        if (help.open) help.querySelector("summary").focus();
      }
    },
    true,
  );
})();
