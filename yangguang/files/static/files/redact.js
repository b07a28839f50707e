/* Boxes drawn on the picture of a page. Each becomes a hidden field, "page,x0,y0,x1,y1" in points from the top left;
   without this script the same is done by ticking, by a word, or by numbers. */
const form = document.querySelector("#redact");
const sheet = form?.querySelector("[data-sheet]");
const svg = sheet?.querySelector("svg");

if (svg) {
  const told = form.querySelector("[data-told]");
  const keep = form.querySelector("[data-keep]");
  const finger = form.querySelector("[data-draw]");
  const page = svg.dataset.page;
  const { width, height } = svg.viewBox.baseVal;
  const SMALLEST = 3;
  let drawing = null;

  const point = (event) => {
    const place = svg.getBoundingClientRect();
    const across = ((event.clientX - place.left) / place.width) * width;
    const down = ((event.clientY - place.top) / place.height) * height;
    return [Math.min(Math.max(across, 0), width), Math.min(Math.max(down, 0), height)];
  };

  const show = (rect, [x0, y0], [x1, y1]) => {
    const sides = { x: Math.min(x0, x1), y: Math.min(y0, y1), width: Math.abs(x1 - x0), height: Math.abs(y1 - y0) };
    for (const [name, value] of Object.entries(sides)) rect.setAttribute(name, value.toFixed(1));
    return sides;
  };

  const made = (className) => {
    const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    rect.setAttribute("class", className);
    svg.append(rect);
    return rect;
  };

  const fields = () => [...form.querySelectorAll("input[name=drawn]")];

  const tell = () => {
    const count = fields().length;
    keep.hidden = !count;
    told.textContent = count ? `画了 ${count} 个框，还没有保存。` : "";
  };

  svg.addEventListener("pointerdown", (event) => {
    if (event.button || (event.pointerType === "touch" && !sheet.classList.contains("sheet--touch"))) return;
    event.preventDefault();
    svg.setPointerCapture(event.pointerId);
    drawing = { from: point(event), rect: made("drawn") };
  });
  svg.addEventListener("pointermove", (event) => {
    if (drawing) show(drawing.rect, drawing.from, point(event));
  });
  const end = (event) => {
    if (!drawing) return;
    const sides = show(drawing.rect, drawing.from, point(event));
    const { rect } = drawing;
    drawing = null;
    if (event.type === "pointercancel" || sides.width < SMALLEST || sides.height < SMALLEST) {
      rect.remove();
      return;
    }
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = "drawn";
    field.value = [page, sides.x, sides.y, sides.x + sides.width, sides.y + sides.height]
      .map((one) => (typeof one === "number" ? one.toFixed(1) : one))
      .join(",");
    form.append(field);
    tell();
  };
  svg.addEventListener("pointerup", end);
  svg.addEventListener("pointercancel", end);

  form.querySelector("[data-undo]").addEventListener("click", () => {
    const last = fields().at(-1);
    if (!last) return;
    if (last.value.startsWith(`${page},`)) [...svg.querySelectorAll(".drawn")].at(-1)?.remove();
    last.remove();
    tell();
  });

  finger.hidden = !window.matchMedia("(any-pointer: coarse)").matches;
  finger.addEventListener("click", () => {
    const on = sheet.classList.toggle("sheet--touch");
    finger.setAttribute("aria-pressed", String(on));
  });
  form.querySelector("[data-drawing]").hidden = false;

  // What was refused comes back with its boxes.
  for (const field of fields()) {
    const [on, x0, y0, x1, y1] = field.value.split(",");
    if (on === page) show(made("drawn"), [Number(x0), Number(y0)], [Number(x1), Number(y1)]);
  }
  tell();
}
