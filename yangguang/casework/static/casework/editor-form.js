/* The side form of the process editor: our own attributes of the selected element, and everything by keyboard that the
   canvas does by mouse. Every field writes into the model at once; undo takes it back. */
window.yangguangForm = (config, canvas, ask) => {
  const { modeler, words } = { modeler: canvas.modeler, words: config.words };
  const get = (name) => modeler.get(name);
  const form = document.getElementById("element");
  const $ = (id) => document.getElementById(id);
  const modeling = get("modeling");
  const registry = get("elementRegistry");
  const selection = get("selection");
  const factory = get("bpmnFactory");
  let now = null;

  const make = (tag, attributes, text) => {
    const node = Object.assign(document.createElement(tag), attributes);
    if (text !== undefined) node.textContent = text;
    return node;
  };
  const option = (value, text) => make("option", { value }, text);
  const root = () => get("canvas").getRootElement();
  const processOf = (element) => (element.businessObject.$type === "bpmn:Process"
    ? element.businessObject
    : element.businessObject.processRef || registry.filter((one) => canvas.isPool(one))[0]?.businessObject.processRef);
  const isWhole = (element) => canvas.isPool(element) || !element.parent;
  const end = (element) => element.businessObject.name || word(element);
  const called = (element) => {
    const bo = element.businessObject;
    if (canvas.isFlow(element)) return `${bo.name ? `${bo.name}：` : ""}${element.source ? end(element.source) : ""} → ${element.target ? end(element.target) : ""}`;
    return bo.name || words.nameless;
  };
  const word = (element) => {
    if (isWhole(element)) return words.process;
    if (canvas.isLane(element)) return words.lane;
    if (canvas.isFlow(element)) return words.flow;
    const tag = element.businessObject.$type.replace("bpmn:", "");
    return canvas.thing(element)?.word || canvas.fill(words.foreign, { tag });
  };
  const steps = () => registry.filter((one) => canvas.flows(one)).sort((a, b) => a.x - b.x || a.y - b.y);
  const put = (values, element = now) => modeling.updateProperties(element, values);

  /* Of one kind where one can be turned into the other. */
  const family = (tag) => (/Task$|callActivity/.test(tag) ? "task" : /Gateway$/.test(tag) ? "gateway" : tag);
  const kin = (element) => {
    const tag = element.businessObject.$type.replace("bpmn:", "");
    const mine = family(tag[0].toLowerCase() + tag.slice(1)).replace(/^(task|.*Task)$/, "task");
    return canvas.things.filter((one) => !one.many && family(one.tag) === mine);
  };
  const isChoice = (bo) => /ExclusiveGateway|InclusiveGateway/.test(bo?.$type || "");

  const shows = (element) => {
    const bo = element.businessObject;
    const found = new Set(["*"]);
    const tag = bo.$type.replace("bpmn:", "");
    const name = tag[0].toLowerCase() + tag.slice(1);
    const event = (bo.eventDefinitions?.[0]?.$type || "").replace("bpmn:", "");
    found.add(name).add(`${name}/${event}`);
    if (isWhole(element)) found.add("process");
    else found.add("removable");
    if (canvas.flows(element)) {
      found.add("step");
      if (tag !== "EndEvent") found.add("step-out");
      if (kin(element).length > 1) found.add("kin");
    }
    if (bo.loopCharacteristics) found.add("many");
    if (canvas.isFlow(element) && isChoice(bo.sourceRef)) {
      found.add("choice");
      if (bo.sourceRef.default !== bo) found.add("condition");
    }
    return found;
  };

  const choose = (select, value) => {
    select.querySelector("[data-lost]")?.remove();
    if (value && ![...select.options].some((one) => one.value === value)) {
      const lost = option(value, canvas.fill(words.unknown, { code: value }));
      lost.dataset.lost = "";
      select.append(lost);
    }
    select.value = value;
  };
  const set = (field, value) => (field.tagName === "SELECT" ? choose(field, value) : field === document.activeElement || (field.value = value));

  /* --- ways to complete a task */
  const outcomes = (bo) => {
    const demanded = new Set((bo.get("yg:reason") || "").split(/\s+/));
    return (bo.get("yg:outcomes") || "").split(/\s+/).filter(Boolean).map((one) => {
      const [code, label] = [one.split(":")[0], one.slice(one.indexOf(":") + 1)];
      return { code, label: one.includes(":") ? label : code, reason: demanded.has(code) };
    });
  };
  const keepOutcomes = () => {
    const rows = [...$("e-outcomes").children].map((row) => ({
      code: row.querySelector("[name=code]").value.trim(),
      label: row.querySelector("[name=label]").value.replace(/\s+/g, ""),
      reason: row.querySelector("[name=reason]").checked,
    })).filter((row) => row.code);
    put({
      "yg:outcomes": rows.map((row) => `${row.code.replace(/[\s:]+/g, "-")}:${row.label || row.code}`).join(" ") || undefined,
      "yg:reason": rows.filter((row) => row.reason).map((row) => row.code).join(" ") || undefined,
    });
  };
  const outcomeRow = (one, number) => {
    const row = make("div", { className: "outcome" });
    const field = (name, value, label) => make("input", { type: "text", name, value, maxLength: 40, ariaLabel: `${label} ${number + 1}`, placeholder: label });
    const tick = make("label", { className: "choice" });
    tick.append(make("input", { type: "checkbox", name: "reason", checked: one.reason }), make("span", {}, words.reason));
    const away = make("button", { type: "button", className: "btn btn--quiet btn--small", ariaLabel: `${words.remove} ${one.label}` }, "×");
    away.addEventListener("click", () => { row.remove(); keepOutcomes(); });
    row.append(field("label", one.label, words.label), field("code", one.code, words.code), tick, away);
    row.addEventListener("change", keepOutcomes);
    return row;
  };

  const showOutcomes = (bo) => {
    if (!$("e-outcomes").contains(document.activeElement)) $("e-outcomes").replaceChildren(...outcomes(bo).map(outcomeRow));
  };
  const showApart = (element) => {
    const chosen = new Set((element.businessObject.get("yg:apart") || "").split(/\s+/));
    if ($("e-apart").contains(document.activeElement)) return;
    $("e-apart").replaceChildren(...steps().filter((one) => one.type === "bpmn:UserTask" && one !== element).map((one) => {
      const line = make("label", { className: "choice" });
      line.append(make("input", { type: "checkbox", value: one.id, checked: chosen.has(one.id) }), make("span", {}, called(one)));
      return line;
    }));
  };

  /* --- lines of a choice: what the tasks before it can end with */
  const before = (node, seen = new Set()) => {
    if (!node || seen.has(node)) return [];
    seen.add(node);
    if (node.$type === "bpmn:UserTask") return outcomes(node);
    return (node.incoming || []).flatMap((flow) => before(flow.sourceRef, seen));
  };

  const laneOf = (element) => registry.filter((one) => canvas.isLane(one)).find((one) => one.businessObject.flowNodeRef?.includes(element.businessObject));
  const toLane = (element, lane) => {
    const delta = { x: 0, y: lane.y + lane.height / 2 - (element.y + element.height / 2) };
    const others = steps().filter((one) => one !== element && one.host !== element);
    const meets = (one) => element.x + delta.x < one.x + one.width + 20 && one.x < element.x + delta.x + element.width + 20
      && element.y + delta.y < one.y + one.height && one.y < element.y + delta.y + element.height;
    while (others.some(meets)) delta.x += 20;
    modeling.moveElements([element], delta, element.parent);
  };

  const show = () => {
    const element = now;
    form.hidden = !element;
    if (!element) return;
    const bo = isWhole(element) ? processOf(element) || element.businessObject : element.businessObject;
    const found = shows(element);
    $("h-element").textContent = word(element);
    for (const part of form.querySelectorAll("[data-for]")) part.hidden = !part.dataset.for.split(" ").some((one) => found.has(one));
    set($("e-name"), bo.name || "");
    for (const field of form.querySelectorAll("[data-attr]")) {
      if (!field.closest("[data-for]").hidden) set(field, bo.get(field.dataset.attr) || "");
    }
    if (found.has("kin")) {
      $("e-kind").replaceChildren(...kin(element).map((one) => option(one.key, one.word)));
      if (!canvas.thing(element)) $("e-kind").prepend(option("", word(element)));
      $("e-kind").value = canvas.thing(element)?.key || "";
    }
    if (found.has("step")) {
      $("e-lane").replaceChildren(...registry.filter((one) => canvas.isLane(one)).map((one) => option(one.id, called(one))));
      $("e-lane").closest(".field").hidden = !$("e-lane").options.length || Boolean(element.host);
      $("e-lane").value = laneOf(element)?.id || "";
    }
    if (found.has("step-out")) {
      const after = canvas.alone.filter((one) => one.tag !== "startEvent").map((one) => option(one.key, one.word));
      const hang = canvas.waits(element) ? canvas.hung.map((one) => option(one.key, one.word)) : [];
      $("e-add").replaceChildren(...after, ...hang);
      $("e-to").replaceChildren(...steps().filter((one) => one !== element && one.type !== "bpmn:StartEvent" && !one.host).map((one) => option(one.id, `${word(one)} ${called(one)}`)));
    }
    if (found.has("userTask")) {
      showOutcomes(bo);
      showApart(element);
      $("e-bulk").checked = bo.get("yg:bulk") === "allowed";
      $("e-many").checked = Boolean(bo.loopCharacteristics);
    }
    if (bo.loopCharacteristics) {
      const loop = bo.loopCharacteristics;
      const foreign = Object.entries(loop.$attrs || {}).find(([name]) => name.split(":").pop() === "collection")?.[1];
      set($("e-collection"), loop.get("yg:collection") || foreign || "");
      set($("e-of"), loop.get("yg:of") === "posts" ? "posts" : "");
      set($("e-enough"), loop.get("yg:enough") || loop.completionCondition?.body || "");
    }
    $("e-interrupting").checked = bo.cancelActivity !== false;
    $("e-same").checked = bo.$type === "bpmn:Process" && bo.get("yg:same-person") === "allowed";
    if (found.has("choice")) {
      $("e-default").checked = bo.sourceRef.default === bo;
      set($("e-condition"), bo.conditionExpression?.body || "");
      $("e-outcome").replaceChildren(option("", words.none), ...before(bo.sourceRef).map((one) => option(`outcome = "${one.code}"`, one.label)));
    }
  };

  /* --- writing */
  const condition = (text) => put({ conditionExpression: text ? factory.create("bpmn:FormalExpression", { body: text }) : undefined });
  const on = (id, what, type = "change") => $(id).addEventListener(type, (event) => now && what(event.target));
  on("e-name", (field) => {
    const name = field.value.trim();
    if (!isWhole(now)) return put({ name });
    const process = processOf(now);
    if (process) modeling.updateModdleProperties(now, process, { name });
    if (canvas.isPool(now)) put({ name });
    return undefined;
  });
  on("e-kind", (field) => {
    const one = canvas.things.find((each) => each.key === field.value);
    if (!one) return;
    const target = { type: one.type, eventDefinitionType: one.event, isExpanded: one.tag === "subProcess" || undefined };
    if (now.host) target.cancelActivity = now.businessObject.cancelActivity;
    const made = get("bpmnReplace").replaceElement(now, target);
    if (one.tag === "userTask" && !made.businessObject.get("yg:outcomes")) put({ "yg:outcomes": words.pass }, made);
    selection.select(made);
  });
  on("e-lane", (field) => toLane(now, registry.get(field.value)));
  for (const field of form.querySelectorAll("[data-attr]")) {
    field.addEventListener("change", () => now && put({ [field.dataset.attr]: field.value.trim() || undefined }));
  }
  on("e-interrupting", (field) => put({ cancelActivity: field.checked }));
  on("e-same", (field) => modeling.updateModdleProperties(now, processOf(now), { "yg:same-person": field.checked ? "allowed" : undefined }));
  on("e-apart", () => put({ "yg:apart": [...$("e-apart").querySelectorAll(":checked")].map((one) => one.value).join(" ") || undefined }));
  on("e-bulk", (field) => put({ "yg:bulk": field.checked ? "allowed" : undefined }));
  on("e-many", (field) => put({ loopCharacteristics: field.checked ? factory.create("bpmn:MultiInstanceLoopCharacteristics") : undefined }));
  for (const field of form.querySelectorAll("[data-loop]")) {
    field.addEventListener("change", () => {
      const loop = now.businessObject.loopCharacteristics;
      const values = { [field.dataset.loop]: field.value.trim() || undefined };
      if (field.id === "e-enough") values.completionCondition = undefined;
      if (field.id === "e-collection") for (const name of Object.keys(loop.$attrs)) if (name.endsWith("collection")) delete loop.$attrs[name];
      modeling.updateModdleProperties(now, loop, values);
    });
  }
  on("e-default", (field) => {
    const source = registry.get(now.businessObject.sourceRef.id);
    put({ default: field.checked ? now.businessObject : undefined }, source);
    if (field.checked) condition("");
  });
  on("e-condition", (field) => condition(field.value.trim()));
  on("e-outcome", (field) => {
    if (!field.value) return;
    $("e-condition").value = field.value;
    condition(field.value);
    $("e-condition").dispatchEvent(new Event("input"));
  });
  $("e-outcome-add").addEventListener("click", () => {
    const row = outcomeRow({ code: "", label: "", reason: false }, $("e-outcomes").children.length);
    $("e-outcomes").append(row);
    row.querySelector("input").focus();
  });

  /* Conditions are checked while they are typed, by the server: one language, one reader. */
  for (const field of form.querySelectorAll("[data-expression]")) {
    let timer = 0;
    const said = $(field.getAttribute("aria-describedby"));
    field.addEventListener("input", () => {
      clearTimeout(timer);
      said.textContent = "";
      timer = setTimeout(async () => {
        const text = field.value.trim();
        if (!text) return;
        const answer = await ask("expression", { text });
        if (field.value.trim() !== text || answer.message === undefined) return;
        said.textContent = answer.message || words.right;
        said.classList.toggle("wrong", Boolean(answer.message));
        field.setAttribute("aria-invalid", answer.message ? "true" : "false");
      }, 400);
    });
  }

  const acts = {
    add: () => {
      const one = canvas.things.find((each) => each.key === $("e-add").value);
      const hands = get("hands");
      selection.select(one.tag === "boundaryEvent" ? hands.attach(now, one) : hands.append(now, one));
      $("e-name").focus();
    },
    join: () => {
      const target = registry.get($("e-to").value);
      const allowed = get("rules").allowed("connection.create", { source: now, target });
      if (!allowed) return words.notAllowed;
      selection.select(modeling.connect(now, target, allowed === true ? undefined : allowed));
      return "";
    },
    lane: () => selection.select(modeling.addLane(now, "bottom")),
    remove: () => { modeling.removeElements([now]); selection.select(null); },
  };

  /* --- the list of everything */
  const list = () => {
    const order = (one) => (isWhole(one) ? 0 : canvas.isLane(one) ? 1 : canvas.isFlow(one) ? 3 : 2);
    const all = registry.filter((one) => one.type !== "label" && (isWhole(one) ? one === root() || canvas.isPool(one) : canvas.isLane(one) || canvas.isFlow(one) || canvas.flows(one)));
    const places = (one) => one.x ?? 0;
    const shown = all.filter((one) => one !== root() || !all.some((each) => canvas.isPool(each)));
    shown.sort((a, b) => order(a) - order(b) || (order(a) === 1 ? a.y - b.y : places(a) - places(b)));
    $("elements").replaceChildren(...shown.map((one) => {
      const line = make("li", {});
      const button = make("button", { type: "button" }, `${word(one)}　${called(one)}`);
      button.dataset.element = one.id;
      if (one === now) button.setAttribute("aria-current", "true");
      line.append(button);
      return line;
    }));
  };

  const pick = (id) => {
    const element = (id && registry.get(id)) || registry.filter((one) => canvas.isPool(one))[0] || root();
    if (element.parent) selection.select(element);
    else { selection.select(null); now = element; show(); }
    if (element.parent) get("canvas").scrollToElement(element, 60);
    form.scrollIntoView({ block: "nearest" });
    $("e-name").focus({ preventScroll: true });
  };
  let begun = false;
  const refresh = () => {
    if (!begun) return;
    if (!now || (now.parent && !registry.get(now.id)) || !now.businessObject) now = root();
    show();
    list();
  };
  get("eventBus").on("selection.changed", ({ newSelection }) => {
    now = newSelection.length === 1 ? newSelection[0].labelTarget || newSelection[0] : root();
    document.activeElement?.closest?.("#e-outcomes, #e-apart") && document.activeElement.blur();
    for (const said of form.querySelectorAll(".said")) said.textContent = "";
    refresh();
  });
  return { refresh, pick, acts, start: () => { begun = true; now = root(); refresh(); } };
};
