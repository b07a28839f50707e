/* What script adds to the application: what is public already while the title is typed, a search box before the list of
   offices, and sending in place, so that chosen files stay chosen when something has to be mended.
   Without it the form works all the same. Nothing is stored; no address but our own is asked. */
(() => {
  const root = document.getElementById("apply");
  if (!root) return;
  const form = () => root.querySelector("form.foi-form");
  const large = location.pathname.startsWith("/large/") ? "/large" : "";

  // Already public?
  let wait = 0, asking = null, asked = "";
  const look = async (title) => {
    const place = document.getElementById("known");
    if (!place || title === asked) return;
    asked = title;
    asking?.abort();
    if (title.length < 2) return place.replaceChildren();
    asking = new AbortController();
    try {
      const answer = await fetch(`${large}${form().dataset.known}?q=${encodeURIComponent(title)}`, { signal: asking.signal });
      if (!answer.ok) return;
      const found = new DOMParser().parseFromString(await answer.text(), "text/html");
      place.replaceChildren(...found.body.childNodes);
    } catch { /* typed on, or no line: the button asks as well */ }
  };
  root.addEventListener("input", (event) => {
    if (event.target.id !== "id_title" || event.isComposing) return;
    clearTimeout(wait);
    wait = setTimeout(() => look(event.target.value.trim()), 400);
  });
  root.addEventListener("compositionend", (event) => {
    if (event.target.id !== "id_title") return;
    clearTimeout(wait);
    wait = setTimeout(() => look(event.target.value.trim()), 400);
  });

  // Find an office by its name or by the first letters of its sound.
  const finder = () => {
    const field = root.querySelector("[data-find]");
    const select = field?.querySelector("select");
    if (!select) return;
    const whole = [...select.children].map((one) => one.cloneNode(true));
    const label = document.createElement("label");
    const box = document.createElement("input");
    box.type = "search";
    box.id = "find-office";
    box.autocomplete = "off";
    label.htmlFor = box.id;
    label.className = "hidden";
    label.textContent = field.dataset.find;
    box.placeholder = field.dataset.find;
    box.className = "foi-find";
    select.before(label, box);
    box.addEventListener("input", () => {
      const wanted = box.value.trim().toLowerCase();
      const chosen = select.value;
      const fits = (one) => !one.value || one.value === chosen || !wanted
        || `${one.textContent} ${one.dataset.sound || ""}`.toLowerCase().includes(wanted);
      select.replaceChildren(...whole.map((one) => {
        const copy = one.cloneNode(true);
        if (copy.tagName === "OPTGROUP") [...copy.children].forEach((option) => fits(option) || option.remove());
        return copy;
      }).filter((one) => one.tagName !== "OPTGROUP" || one.children.length));
      const left = [...select.options].filter((one) => one.value && one.value !== chosen);
      select.value = wanted && left.length === 1 ? left[0].value : chosen;
    });
  };
  finder();

  // Send in place: the page that comes back takes over, but for the boxes in which files were chosen.
  root.addEventListener("submit", async (event) => {
    const sent = event.target;
    if (event.defaultPrevented || !sent.matches("form.foi-form")) return; // prevented: the effort is not done yet
    event.preventDefault();
    const buttons = [...sent.querySelectorAll("button")];
    const said = sent.querySelector(".sending");
    const body = new FormData(sent, event.submitter);
    buttons.forEach((one) => { one.disabled = true; });
    said.className = "sending";
    said.textContent = sent.dataset.sending;
    try {
      const answer = await fetch(sent.action, { method: "POST", body });
      if (answer.redirected) {
        sent.reset(); // whoever goes back on a shared computer finds nothing
        location.assign(answer.url);
        return;
      }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const next = page.getElementById("apply");
      if (!next) throw new Error("another page");
      const files = new Map([...sent.querySelectorAll("input[type=file]")].map((one) => [one.id, one]));
      next.querySelectorAll("input[type=file]").forEach((one) => {
        const old = files.get(one.id);
        if (old?.files.length) one.replaceWith(old);
      });
      if ([...files.values()].some((one) => one.files.length)) {
        next.querySelectorAll(".lost-files").forEach((one) => one.remove());
      }
      root.replaceChildren(...next.childNodes);
      finder();
      const effort = root.querySelector("[data-effort]");
      if (effort && !root.querySelector("[name=effort_answer]").value) { // scripts of a page that is put in do not run
        const again = document.createElement("script");
        again.src = effort.dataset.script;
        root.append(again);
      }
      const first = root.querySelector(".errors") || root.querySelector("#known .panel, #known p");
      if (first) {
        first.tabIndex = -1;
        first.focus();
        first.scrollIntoView({ block: "start" });
      }
    } catch {
      buttons.forEach((one) => { one.disabled = false; });
      said.className = "sending is-wrong";
      said.textContent = sent.dataset.failed;
    }
  });
})();
