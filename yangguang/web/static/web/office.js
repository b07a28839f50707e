/* Keys for lists of the office: J and K move, Enter opens, / goes to the search box. */
(() => {
  const typing = (node) => node.closest("input, textarea, select, [contenteditable=true]");
  const rows = () => [...document.querySelectorAll("[data-keys] tbody tr")];
  let at = -1;
  const go = (step) => {
    const all = rows();
    if (!all.length) return;
    at = Math.min(Math.max(at + step, 0), all.length - 1);
    all.forEach((row, i) => row.classList.toggle("first", i === at));
    all[at].querySelector("a")?.focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.key === "Enter") {
      const normal = document.querySelector("form.step .outcomes .btn");
      if (normal) {
        event.preventDefault();
        normal.click();
      }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const link = { j: "a[data-key=next]", k: "a[data-key=previous]" }[event.key.toLowerCase()];
    if (link && document.querySelector(link)) document.querySelector(link).click();
    else if (event.key.toLowerCase() === "j") go(1);
    else if (event.key.toLowerCase() === "k") go(-1);
    else if (event.key === "/") {
      const box = document.querySelector("input[type=search]");
      if (box) {
        event.preventDefault();
        box.focus();
      }
    }
  });
})();
