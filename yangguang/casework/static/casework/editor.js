/* Opens the drawing, keeps it as a draft on the server, asks the server to check it, and sends it to be published. */
document.addEventListener("DOMContentLoaded", async () => {
  const config = JSON.parse(document.getElementById("drawing-config").textContent);
  const places = document.getElementById("drawing-places").dataset;
  const { words } = config;
  const $ = (id) => document.getElementById(id);
  const release = $("release");
  const token = release.querySelector("[name=csrfmiddlewaretoken]").value;
  const say = (text) => { $("status").textContent = text; };
  let revision = config.revision;
  let dirty = false;
  let saving = null;

  /* The server's answer; what went wrong on the way has no status. */
  const ask = async (place, values) => {
    const body = new FormData();
    for (const [name, value] of Object.entries(values)) body.set(name, value);
    try {
      const answer = await fetch(places[place], { method: "POST", body, headers: { "X-CSRFToken": token, Accept: "application/json" }, credentials: "same-origin" });
      return { status: answer.status, ...(await answer.json()) };
    } catch {
      return { status: 0 };
    }
  };

  $("canvas").hidden = false;
  config.container = $("canvas");
  const canvas = window.yangguangCanvas(config);
  const { modeler } = canvas;
  const form = window.yangguangForm(config, canvas, ask);
  try {
    await modeler.importXML(config.xml);
  } catch (error) {
    $("canvas").hidden = true;
    say(canvas.fill(words.unreadable, { why: error.message }));
    return;
  }
  $("still").hidden = true;
  document.querySelector(".tools").hidden = false;
  $("all").hidden = false;
  /* The whole drawing, beside the tools at the left and over the watermark. */
  const fit = () => {
    const sheet = modeler.get("canvas");
    const { inner, outer } = sheet.viewbox();
    const [left, below, room] = [outer.width > 600 ? 115 : 12, 45, 12];
    const scale = Math.min(1, (outer.width - left - room) / inner.width, (outer.height - below - room) / inner.height);
    sheet.viewbox({ x: inner.x - left / scale, y: inner.y - room / scale, width: outer.width / scale, height: outer.height / scale });
  };
  fit();

  const drawn = async () => (await modeler.saveXML({ format: true })).xml;

  const keep = async () => {
    say(words.saving);
    dirty = false;
    const answer = await ask("draft", { xml: await drawn(), revision });
    if (answer.status === 200) {
      revision = answer.revision;
      release.elements.revision.value = revision;
      $("clash").hidden = true;
      if (!dirty) say(canvas.fill(words.saved, { time: answer.time }));
      return true;
    }
    dirty = true;
    if (answer.status === 409) {
      $("clash-words").textContent = answer.message;
      $("clash").hidden = false;
      $("overwrite").onclick = () => { revision = answer.revision; save(); };
      say(words.unsaved);
    } else {
      say(answer.message || words.failed);
    }
    return false;
  };
  /* One saving at a time; who asks meanwhile waits for the next. */
  const save = () => {
    saving = (saving || Promise.resolve()).then(keep);
    return saving;
  };
  let timer = 0;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => { if (dirty && $("clash").hidden) save(); }, 4000);
  };

  const show = (problems) => {
    const marked = modeler.get("canvas");
    for (const one of modeler.get("elementRegistry").filter((each) => marked.hasMarker(each, "wrong"))) marked.removeMarker(one, "wrong");
    $("findings").replaceChildren(...problems.map((one) => {
      const line = document.createElement("li");
      line.dataset.level = one.level;
      const there = modeler.get("elementRegistry").get(one.element);
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = one.message;
      button.dataset.element = one.element;
      line.append(button);
      if (there && one.level === "error") marked.addMarker(there, "wrong");
      return line;
    }));
    const of = (level) => problems.filter((one) => one.level === level).length;
    const verdict = of("error") ? ["errors", "late", of("error")] : of("unproven") ? ["unproven", "warn", 0] : of("warning") ? ["warnings", "warn", of("warning")] : ["clean", "ok", 0];
    $("verdict").textContent = canvas.fill(words[verdict[0]], { n: verdict[2] });
    $("verdict").className = `state state--${verdict[1]}`;
  };
  const check = async () => {
    say(words.checking);
    const answer = await ask("check", { xml: await drawn() });
    if (answer.problems) {
      show(answer.problems);
      say("");
      $("h-findings").scrollIntoView({ block: "nearest" });
    } else {
      say(answer.message || words.failed);
    }
  };

  const zoom = (by) => modeler.get("canvas").zoom(modeler.get("canvas").zoom() * by);
  const acts = { save, check, fit, undo: () => modeler.get("commandStack").undo(), redo: () => modeler.get("commandStack").redo(), in: () => zoom(1.2), out: () => zoom(1 / 1.2), ...form.acts };
  document.addEventListener("click", (event) => {
    const asked = event.target.closest("[data-do]");
    if (asked) {
      const said = acts[asked.dataset.do]();
      if (typeof said === "string") say(said);
    }
    const chosen = event.target.closest("button[data-element]");
    if (chosen) form.pick(chosen.dataset.element);
  });
  modeler.on("commandStack.changed", () => {
    dirty = true;
    say(words.unsaved);
    form.refresh();
    $("process-title").textContent = modeler.getDefinitions().rootElements.find((one) => one.$type === "bpmn:Process")?.name || "";
    later();
  });
  addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
  $("download").addEventListener("click", async (event) => {
    if (!dirty) return;
    event.preventDefault();
    if (await save()) location.assign(event.target.href);
  });
  release.addEventListener("submit", async (event) => {
    const asked = event.submitter?.value;
    if (asked !== "publish") {
      dirty = false;
      return;
    }
    if (!dirty && revision) return;
    event.preventDefault();
    if (await save()) release.requestSubmit(event.submitter);
  });
  form.start();
  show(config.problems);
  say(words.begun);
});
