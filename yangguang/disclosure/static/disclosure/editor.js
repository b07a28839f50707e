/* The editor of official documents: Tiptap (from django-prose-editor, self-hosted) with our own toolbar in
   Chinese. Without this script the field is a plain text area that holds the HTML, and everything still works.
   No style element is injected, so a strict Content-Security-Policy holds. */
const field = document.querySelector("textarea[data-editor]");

const LAYOUT = [
  ["", "正文"],
  ["issuer", "发文机关标志"],
  ["doc-no", "发文字号"],
  ["to", "主送机关"],
  ["h2", "文件标题"],
  ["h3", "一级标题　一、"],
  ["h4", "二级标题　（一）"],
  ["attach-note", "附件说明"],
  ["sign", "署名、日期"],
  ["note", "附注"],
  ["copy-to", "抄送"],
  ["printed", "印发机关和日期"],
  ["center", "居中"],
  ["right", "居右"],
];

const chain = (editor) => editor.chain().focus();

const BUTTONS = [
  ["加粗", (e) => chain(e).toggleBold().run(), "bold"],
  ["列表", (e) => chain(e).toggleBulletList().run(), "bulletList"],
  ["编号", (e) => chain(e).toggleOrderedList().run(), "orderedList"],
  ["插入表格", (e) => chain(e).insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run(), null],
  ["加行", (e) => chain(e).addRowAfter().run(), "table", true],
  ["加列", (e) => chain(e).addColumnAfter().run(), "table", true],
  ["删行", (e) => chain(e).deleteRow().run(), "table", true],
  ["删列", (e) => chain(e).deleteColumn().run(), "table", true],
  ["合并单元格", (e) => chain(e).mergeCells().run(), "table", true],
  ["拆分单元格", (e) => chain(e).splitCell().run(), "table", true],
  ["表头", (e) => chain(e).toggleHeaderCell().run(), "table", true],
  ["删除表格", (e) => chain(e).deleteTable().run(), "table", true],
  ["撤销", (e) => chain(e).undo().run(), null],
  ["重做", (e) => chain(e).redo().run(), null],
];

function setLayout(editor, value) {
  if (/^h[2-5]$/.test(value)) {
    chain(editor).setHeading({ level: Number(value[1]) }).run();
    return;
  }
  chain(editor)
    .setParagraph()
    .updateAttributes("paragraph", { class: value || null })
    .run();
}

function currentLayout(editor) {
  for (const level of [2, 3, 4, 5]) if (editor.isActive("heading", { level })) return `h${level}`;
  return editor.getAttributes("paragraph").class || "";
}

function toolbar(editor) {
  const bar = document.createElement("div");
  bar.className = "editor-bar";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", "正文格式");
  const layout = document.createElement("select");
  layout.setAttribute("aria-label", "段落样式");
  for (const [value, label] of LAYOUT) layout.add(new Option(label, value));
  layout.addEventListener("change", () => setLayout(editor, layout.value));
  bar.append(layout);
  const drawn = BUTTONS.map(([label, act, active, onlyInside]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", () => act(editor));
    bar.append(button);
    return [button, active, onlyInside];
  });
  const refresh = () => {
    layout.value = currentLayout(editor);
    for (const [button, active, onlyInside] of drawn) {
      const on = active ? editor.isActive(active) : false;
      if (onlyInside) button.hidden = !on;
      else if (active) button.setAttribute("aria-pressed", String(on));
    }
  };
  editor.on("transaction", refresh);
  refresh();
  return bar;
}

/* In a table Tab goes to the next cell, for ever: after Escape it leaves the text, as it does everywhere else. */
function wayOut() {
  let leaving = false;
  return {
    keydown: (_view, event) => {
      if (event.key === "Escape") leaving = true;
      else if (!["Tab", "Shift"].includes(event.key)) leaving = false;
      return event.key === "Tab" && leaving;
    },
    blur: () => (leaving = false),
  };
}

async function start(textarea) {
  const tiptap = await import(textarea.dataset.editor);
  const frame = document.createElement("div");
  frame.className = "editor";
  const page = document.createElement("div");
  page.className = "doc doc--office editor-page";
  textarea.before(frame);
  frame.append(page);
  const kept = ["paragraph", "heading", "tableCell", "tableHeader", "table", "listItem"];
  const editor = new tiptap.Editor({
    element: page,
    content: textarea.value,
    injectCSS: false,
    editorProps: {
      handleDOMEvents: wayOut(),
      attributes: { "aria-label": "正文", "aria-multiline": "true", role: "textbox", id: "body-editor" },
    },
    extensions: [
      tiptap.Document, tiptap.Dropcursor, tiptap.Gapcursor, tiptap.Paragraph, tiptap.HardBreak, tiptap.Text,
      tiptap.History, tiptap.NoSpellCheck, tiptap.Blockquote, tiptap.Bold, tiptap.Italic, tiptap.Underline,
      tiptap.Strike, tiptap.Subscript, tiptap.Superscript, tiptap.BulletList, tiptap.OrderedList, tiptap.ListItem,
      tiptap.Heading.configure({ levels: [2, 3, 4, 5] }), tiptap.Link, tiptap.HorizontalRule,
      tiptap.Table, tiptap.TableRow, tiptap.TableHeader, tiptap.TableCell,
      tiptap.NodeClass.configure({ cssClasses: Object.fromEntries(kept.map((name) => [name, []])) }),
    ],
    onUpdate() {
      textarea.value = editor.isEmpty ? "" : editor.getHTML();
      textarea.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
  frame.prepend(toolbar(editor));
  textarea.hidden = true;
  document.querySelector(`label[for="${textarea.id}"]`)?.addEventListener("click", () => editor.commands.focus());
}

/* 检查: findings of what is typed now, without saving. */
function checker(form) {
  const button = form.querySelector("[data-check]");
  const target = document.querySelector("#findings");
  if (!button || !target) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    target.setAttribute("aria-busy", "true");
    try {
      const asked = new FormData(form);
      for (const name of ["docx", "attachment"]) asked.delete(name);
      const answer = await fetch(button.dataset.check, { method: "POST", body: asked });
      target.innerHTML = answer.ok ? await answer.text() : "<p class='wrong'>检查没有成功，请稍后再试。</p>";
    } catch {
      target.innerHTML = "<p class='wrong'>连不上服务器。内容还在，请稍后再试。</p>";
    }
    button.disabled = false;
    target.removeAttribute("aria-busy");
  });
}

/* Leaving with unsaved words asks once. */
function guard(form) {
  let touched = false;
  form.addEventListener("input", () => (touched = true));
  form.addEventListener("submit", () => (touched = false));
  window.addEventListener("beforeunload", (event) => {
    if (touched) event.preventDefault();
  });
}

/* Reason and article are asked only where they are needed. */
function attributes(form) {
  const reasons = form.querySelector("[data-reasons]");
  const show = () => {
    const chosen = form.querySelector("input[name=attribute]:checked");
    reasons.hidden = !chosen || chosen.value === "proactive";
  };
  if (!reasons) return;
  form.addEventListener("change", show);
  show();
}

if (field) {
  const form = field.closest("form");
  start(field).catch(() => (field.hidden = false));
  checker(form);
  guard(form);
  attributes(form);
}
