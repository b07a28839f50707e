/* The canvas of the process editor: bpmn-js with the engine's subset only, in Chinese. What is in the subset says the
   server (config.things, from lib/bpmn/subset.py); there is no second list here. */
window.yangguangCanvas = (config) => {
  const words = config.words;
  const fill = (text, values) => text.replace(/{([^}]+)}/g, (all, key) => (values && key in values ? values[key] : all));
  const upper = (tag) => `bpmn:${tag[0].toUpperCase()}${tag.slice(1)}`;
  const things = config.things.map((one) => ({
    ...one,
    type: upper(one.tag),
    event: one.definition.endsWith("EventDefinition") ? upper(one.definition) : undefined,
    many: one.definition.startsWith("multiInstance"),
    key: one.definition ? `${one.tag}/${one.definition}` : one.tag,
  }));
  const alone = things.filter((one) => one.tag !== "boundaryEvent" && !one.many);
  const hung = things.filter((one) => one.tag === "boundaryEvent");
  const sign = (one) => `bpmn-icon-${one.icon}`;

  /* What an element is in the words of the list; undefined when it does not run. */
  const definition = (bo) => (bo.eventDefinitions?.[0]?.$type || "").replace("bpmn:", "");
  const thing = (element) => {
    const bo = element.businessObject;
    const found = definition(bo);
    return things.find((one) => one.type === bo.$type && !one.many && (one.event || "").replace("bpmn:", "") === found);
  };
  const isLane = (element) => element.type === "bpmn:Lane";
  const isPool = (element) => element.type === "bpmn:Participant";
  const isFlow = (element) => element.type === "bpmn:SequenceFlow";
  const isStep = (element) => !element.waypoints && element.type !== "label" && !element.labelTarget
    && !isLane(element) && !isPool(element) && Boolean(element.parent);
  const flows = (element) => isStep(element) && /Event|Task|Gateway|Activity|Process|Transaction/.test(element.type)
    && !/Data|Text/.test(element.type);
  const waits = (element) => /Task$|SubProcess|CallActivity/.test(element.type) && element.type !== "bpmn:ServiceTask";

  function Hands(elementFactory, create, autoPlace, modeling, selection) {
    const shape = (one) => {
      const made = elementFactory.createShape({ type: one.type, eventDefinitionType: one.event, isExpanded: one.tag === "subProcess" || undefined });
      if (one.tag === "userTask") made.businessObject.set("yg:outcomes", words.pass);
      return made;
    };
    // A sub-process comes with its beginning: what is inside goes on from there, by mouse and by keyboard.
    const isSub = (one) => one.tag === "subProcess";
    const whole = (one) => {
      const made = shape(one);
      return isSub(one) ? [made, elementFactory.createShape({ type: "bpmn:StartEvent", x: 40, y: made.height / 2 - 18, parent: made })] : made;
    };
    const begun = (made) => modeling.createShape(elementFactory.createShape({ type: "bpmn:StartEvent" }), { x: made.x + 58, y: made.y + made.height / 2 }, made);
    this.start = (one) => (event) => create.start(event, whole(one));
    this.pool = (event) => create.start(event, elementFactory.createParticipantShape());
    // What stands where the new one came moves on, with all that follows it: nothing lies over anything.
    const makeRoom = (made) => {
      const beside = made.parent.children.filter((each) => each !== made && flows(each) && !each.host);
      const meets = beside.filter((each) => each.x < made.x + made.width && made.x < each.x + each.width
        && each.y < made.y + made.height && made.y < each.y + each.height);
      if (!meets.length) return;
      const from = Math.min(...meets.map((each) => each.x));
      const after = beside.filter((each) => each.x >= from && each.x + each.width > made.x);
      modeling.moveElements(after, { x: made.x + made.width + 50 - from, y: 0 }, made.parent, { autoResize: true });
    };
    this.append = (element, one) => {
      const made = autoPlace.append(element, shape(one));
      makeRoom(made);
      if (isSub(one)) begun(made);
      return made;
    };
    this.drag = (one) => (event, element) => create.start(event, whole(one), { source: element });
    this.attach = (host, one) => {
      const at = { x: host.x + host.width - 20 - host.attachers.length * 44, y: host.y + host.height };
      const made = modeling.createShape(shape(one), at, host, { attach: true });
      selection.select(made);
      return made;
    };
    this.lane = (lane, where) => selection.select(modeling.addLane(lane, where));
    this.split = (lane) => modeling.splitLane(lane, 2);
  }
  Hands.$inject = ["elementFactory", "create", "autoPlace", "modeling", "selection"];

  function Palette(palette, hands, handTool, lassoTool, globalConnect) {
    palette.registerProvider(this);
    const tool = (name, icon, click) => ({ group: "tools", className: `bpmn-icon-${icon}`, title: words[name], action: { click } });
    this.getPaletteEntries = () => {
      const entries = {
        hand: tool("hand", "hand-tool", (event) => handTool.activateHand(event)),
        lasso: tool("lasso", "lasso-tool", (event) => lassoTool.activateSelection(event)),
        connect: tool("connect", "connection-multi", (event) => globalConnect.start(event)),
        line: { group: "tools", separator: true },
      };
      for (const one of alone) {
        const begin = hands.start(one);
        entries[one.key] = { group: "things", className: sign(one), title: fill(words.add, { what: one.word }), action: { dragstart: begin, click: begin } };
      }
      entries.pool = { group: "things", className: "bpmn-icon-participant", title: fill(words.add, { what: words.pool }), action: { dragstart: hands.pool, click: hands.pool } };
      return entries;
    };
  }
  Palette.$inject = ["palette", "hands", "handTool", "lassoTool", "globalConnect"];

  function Pad(contextPad, hands, connect, modeling) {
    contextPad.registerProvider(this);
    const remove = (elements) => ({ group: "edit", className: "bpmn-icon-trash", title: words.delete, action: { click: () => modeling.removeElements([...elements]) } });
    this.getMultiElementContextPadEntries = (elements) => ({ delete: remove(elements) });
    this.getContextPadEntries = (element) => {
      const entries = {};
      if (element.type === "label") return entries;
      if (isLane(element) || isPool(element)) {
        const lane = (name, icon, click) => ({ group: "lane", className: `bpmn-icon-${icon}`, title: words[name], action: { click } });
        entries.above = lane("laneAbove", "lane-insert-above", () => hands.lane(element, "top"));
        entries.below = lane("laneBelow", "lane-insert-below", () => hands.lane(element, "bottom"));
        entries.split = lane("split", "lane-divide-two", () => hands.split(element));
      } else if (flows(element) && element.type !== "bpmn:EndEvent") {
        for (const one of alone.filter((each) => each.near)) {
          entries[`after-${one.key}`] = { group: "model", className: sign(one), title: fill(words.after, { what: one.word }), action: { click: () => hands.append(element, one), dragstart: hands.drag(one) } };
        }
        for (const one of waits(element) ? hung : []) {
          entries[`hang-${one.key}`] = { group: "hang", className: sign(one), title: fill(words.add, { what: one.word }), action: { click: () => hands.attach(element, one) } };
        }
        entries.connect = { group: "connect", className: "bpmn-icon-connection-multi", title: words.connect, action: { click: (event) => connect.start(event, element), dragstart: (event) => connect.start(event, element) } };
      }
      if (element.parent) entries.delete = remove([element]);
      return entries;
    };
  }
  Pad.$inject = ["contextPad", "hands", "connect", "modeling"];

  const nothing = ["value", {}];
  const modeler = new window.BpmnJS({
    container: config.container,
    moddleExtensions: { yg: config.descriptor },
    additionalModules: [
      {
        __init__: ["hands"],
        hands: ["type", Hands],
        translate: ["value", (text, values) => fill(config.translations[text] ?? text, values)],
        paletteProvider: ["type", Palette],
        contextPadProvider: ["type", Pad],
        // These offer what the engine does not run, or ask for styles that our policy forbids.
        replaceMenuProvider: nothing,
        alignElementsContextPadProvider: nothing,
        alignElementsMenuProvider: nothing,
        distributeElementsMenuProvider: nothing,
      },
    ],
  });
  return { modeler, things, alone, hung, thing, fill, isLane, isPool, isFlow, isStep, flows, waits };
};
