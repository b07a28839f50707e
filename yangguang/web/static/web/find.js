/* The search box offers what may be meant: a combobox with a list, after the ARIA authoring practices.
   Without this script the box searches all the same. Nothing is stored; no address but our own is asked. */
(() => {
  const box = document.querySelector("form.find input[name=q]");
  if (box) {
    const prefix = location.pathname.startsWith("/large/") ? "/large" : "";
    const list = document.createElement("ul");
    const said = document.createElement("span");
    list.id = "find-list";
    list.className = "find-list";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", box.form.dataset.offers);
    said.className = "hidden";
    said.setAttribute("role", "status");
    box.form.append(list, said);
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
    })) box.setAttribute(name, value);
    let at = -1, wait = 0, asking = null, typed = "";

    const options = () => [...list.children];
    const close = () => {
      list.hidden = true;
      at = -1;
      box.setAttribute("aria-expanded", "false");
      box.removeAttribute("aria-activedescendant");
    };
    const mark = (next) => {
      const all = options();
      at = (next + all.length + 1) % (all.length + 1);
      if (at === all.length) at = -1;
      all.forEach((one, i) => one.setAttribute("aria-selected", String(i === at)));
      if (at < 0) box.removeAttribute("aria-activedescendant");
      else {
        box.setAttribute("aria-activedescendant", all[at].id);
        all[at].scrollIntoView({ block: "nearest" });
      }
    };
    const show = (found) => {
      list.replaceChildren(...found.map((one, i) => {
        const option = document.createElement("li");
        const kind = document.createElement("span");
        option.id = `find-${i}`;
        option.dataset.url = prefix + one.url;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.textContent = one.text;
        kind.textContent = one.kind;
        option.append(kind);
        return option;
      }));
      at = -1;
      list.hidden = !found.length;
      box.setAttribute("aria-expanded", String(found.length > 0));
      box.removeAttribute("aria-activedescendant");
      said.textContent = found.length ? box.form.dataset.offered.replace("0", found.length) : "";
    };
    const ask = async () => {
      const q = box.value.trim();
      if (q === typed) return;
      typed = q;
      asking?.abort();
      if (!q) return close();
      asking = new AbortController();
      try {
        const answer = await fetch(`/search/suggest?q=${encodeURIComponent(q)}`, { signal: asking.signal });
        if (answer.ok) show((await answer.json()).suggestions);
      } catch { /* gone on typing, or no line: the box searches all the same */ }
    };
    box.addEventListener("input", (event) => {
      if (event.isComposing) return;
      clearTimeout(wait);
      wait = setTimeout(ask, 150);
    });
    box.addEventListener("compositionend", () => { clearTimeout(wait); wait = setTimeout(ask, 150); });
    box.addEventListener("keydown", (event) => {
      if (event.isComposing || list.hidden) return;
      if (event.key === "ArrowDown") mark(at + 1);
      else if (event.key === "ArrowUp") mark(at < 0 ? options().length - 1 : at - 1);
      else if (event.key === "Escape") close();
      else if (event.key === "Enter" && at >= 0) location.assign(options()[at].dataset.url);
      else return;
      event.preventDefault();
    });
    // Before the box loses its focus, which would close the list under the finger.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) location.assign(option.dataset.url);
    });
    box.addEventListener("blur", close);
  }
  const hits = document.querySelector("[data-sought]");
  hits?.addEventListener("click", (event) => {
    if (event.target.closest("h2 a")) {
      navigator.sendBeacon("/search/opened", new URLSearchParams({ q: hits.dataset.sought }));
    }
  });
})();
