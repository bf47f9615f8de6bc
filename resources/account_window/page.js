// What a person sees of a page: visible texts and fields in the order of the document, with open shadow
// roots and frames of the same origin. One part of a script that runs in a world of its own (see
// wizard/account_window/script.py), so nothing of the page's own code is called or trusted here.

const getter = (proto, name) => {
  const found = Object.getOwnPropertyDescriptor(proto, name).get;
  return (node) => found.call(node);
};
// A form hands out its fields by name, also as "parentNode" or "id": the real ones are asked.
const parentOf = getter(Node.prototype, "parentNode");
const childrenOf = getter(Node.prototype, "childNodes");
const typeOf = getter(Node.prototype, "nodeType");
const shadowOf = getter(Element.prototype, "shadowRoot");
const slotOf = getter(Element.prototype, "assignedSlot");
const tagOf = getter(Element.prototype, "localName");
const attribute = (el, name) => Element.prototype.getAttribute.call(el, name);
const has = (el, name) => Element.prototype.hasAttribute.call(el, name);
const boxOf = (el) => Element.prototype.getBoundingClientRect.call(el);

const SKIPPED = new Set(["script", "style", "template", "noscript", "head", "meta", "link", "title", "svg",
  "canvas", "video", "audio", "object", "embed", "option", "optgroup", "datalist"]);
const TEXT_TYPES = new Set(["text", "password", "search", "url", "tel", "email", "number"]);

function innerDocument(el) {
  try {
    const inner = el.contentWindow && el.contentDocument;
    return inner && el.contentWindow.origin === request.origin ? inner : null;
  } catch {
    return null;
  }
}

function cleaned(text) {
  return text.normalize("NFKC").replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, "").replace(/\s+/g, " ").trim();
}

function cut(a, b) {
  return { left: Math.max(a.left, b.left), top: Math.max(a.top, b.top),
    right: Math.min(a.right, b.right), bottom: Math.min(a.bottom, b.bottom) };
}

const EVERYWHERE = { left: -1e9, top: -1e9, right: 1e9, bottom: 1e9 };

function clippedAway(style) {
  if (/inset\((?:5\d|[6-9]\d|100)%|circle\(0|polygon\(0(?:px)? 0(?:px)?, 0(?:px)? 0/.test(style.clipPath)) return true;
  if (style.position !== "absolute" && style.position !== "fixed") return false;
  const numbers = (style.clip || "").match(/rect\(([^)]*)\)/);
  if (!numbers) return false;
  const [top, right, bottom, left] = numbers[1].split(/[ ,]+/).map((each) => parseFloat(each));
  return right - left <= 1 || bottom - top <= 1;
}

function fieldKind(el, tag) {
  const role = attribute(el, "role") || "";
  if (tag === "select") return "select";
  if (tag === "textarea") return "text";
  if (tag === "input") {
    const type = el.type;
    if (!TEXT_TYPES.has(type)) return ["hidden", "submit", "button", "image", "reset"].includes(type) ? "" : "other";
    if (has(el, "list") && el.list) return "datalist";
    if (role === "combobox" || has(el, "aria-autocomplete") || has(el, "aria-haspopup")) return "custom";
    return "text";
  }
  if (role === "combobox" || (role === "button" || tag === "button") && attribute(el, "aria-haspopup") === "listbox") {
    return "custom";
  }
  const editable = attribute(el, "contenteditable");
  if (role === "textbox" || editable !== null && editable !== "false") return "rich";
  return "";
}

// All that is visible. Records nest as the page does: `start` and `end` count the document's order.
function survey() {
  const found = { els: [], texts: [], fields: [], of: new Map() };
  let order = 0;
  let gap = "\n";

  const wider = (kind) => { if (kind === "\n" || gap === "") gap = kind; };

  function onScreen(box, context) {
    const { view, fixed, scroller } = context;
    if (box.right - box.left < 2 || box.bottom - box.top < 2) return false;
    // What lies left of or over the beginning of what scrolls cannot be scrolled to.
    if (scroller) {
      const frame = boxOf(scroller);
      return box.right - frame.left + scroller.scrollLeft > 0 && box.bottom - frame.top + scroller.scrollTop > 0;
    }
    const dx = fixed ? 0 : view.scrollX, dy = fixed ? 0 : view.scrollY;
    if (box.right + dx <= 0 || box.bottom + dy <= 0) return false;
    if (fixed) return box.left < view.innerWidth && box.top < view.innerHeight;
    const root = view.document.documentElement;
    return box.left + dx < Math.max(root.scrollWidth, view.innerWidth);
  }

  function seen(box, context) {
    const rest = cut(box, context.clip);
    return onScreen(box, context) && rest.right - rest.left >= 2 && rest.bottom - rest.top >= 2;
  }

  function walkText(node, context) {
    const text = node.data;
    if (!context.shown || !context.inked || !/\S/.test(text)) {
      if (/\s/.test(text)) wider(" ");
      return;
    }
    const range = node.ownerDocument.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (!seen(box, context)) return;
    if (/^\s/.test(text)) wider(" ");
    const lines = range.getClientRects();
    found.texts.push({ node, text: text.replace(/\s+/g, " ").trim(), box, tail: lines[lines.length - 1] || box, gap, start: order, end: order++,
      parent: context.rec, view: context.view, layer: context.layer, size: context.size, weight: context.weight });
    gap = /\s$/.test(text) ? " " : "";
  }

  function walk(el, context) {
    const tag = tagOf(el);
    if (SKIPPED.has(tag)) return;
    const view = context.view;
    const style = view.getComputedStyle(el);
    if (style.display === "none") return;
    if (attribute(el, "aria-hidden") === "true" || has(el, "inert")) return;
    if (parseFloat(style.opacity) < 0.1 || /opacity\(0/.test(style.filter) || clippedAway(style)) return;
    if (tag === "br") { gap = "\n"; return; }
    if (tag === "wbr") return;
    const inline = /^(inline|contents|ruby)$/.test(style.display);
    const knob = tag === "button" || tag === "summary" || /^(button|tab|switch|menuitem)$/.test(attribute(el, "role") || "");
    const edge = knob ? "\n" : inline ? "" : style.display.startsWith("inline") ? " " : "\n";
    if (edge) wider(edge);
    const fixed = style.position === "fixed";
    const base = fixed ? EVERYWHERE : style.position === "absolute" ? context.absolute : context.clip;
    const box = boxOf(el);
    const root = tag === "html" || tag === "body";
    const hides = !root && style.display !== "contents" && style.display !== "inline" &&
      /hidden|clip/.test(style.overflowX + style.overflowY);
    const clip = hides ? cut(base, box) : base;
    const scrolls = !root && /auto|scroll/.test(style.overflowX + style.overflowY) && style.display !== "inline";
    const scroller = scrolls ? el : fixed ? null : context.scroller;
    const positioned = style.position !== "static" || style.transform !== "none";
    // What moves apart from what is around it: a footer that sticks over a list is no label of what it hides.
    const floats = fixed || style.position === "sticky";
    const moves = scrolls && (el.scrollHeight > el.clientHeight + 1 || el.scrollWidth > el.clientWidth + 1);
    const layer = floats ? el : context.layer;
    const rec = { el, tag, parent: context.rec, start: order, end: order, box, style, view, fixed: context.fixed || fixed, layer };
    order++;
    found.els.push(rec);
    found.of.set(el, rec);
    const colour = style.color.match(/rgba\([^)]*,\s*([\d.]+)\)$/);
    const inner = { rec, view, scroller, layer: moves ? el : layer, clip, absolute: positioned ? clip : context.absolute, fixed: context.fixed || fixed,
      shown: style.visibility === "visible", inked: !(colour && parseFloat(colour[1]) < 0.1) && parseFloat(style.fontSize) > 1,
      size: parseFloat(style.fontSize), weight: parseInt(style.fontWeight, 10) || 400 };
    const kind = fieldKind(el, tag);
    const around = { ...inner, clip: base, scroller: scrolls ? context.scroller : scroller };
    if (kind && inner.shown && box.width > 9 && box.height > 5 && seen(box, around)) {
      rec.kind = kind;
      found.fields.push(rec);
    }
    if (!["input", "textarea", "select"].includes(tag) && style.contentVisibility !== "hidden") {
      const outer = found.frame;
      if (tag === "iframe" || tag === "frame") {
        const inside = inner.shown && seen(box, around) ? innerDocument(el) : null;
        if (inside && inside.documentElement) {
          watch(inside.defaultView);
          walk(inside.documentElement, { rec, view: inside.defaultView, clip: EVERYWHERE, absolute: EVERYWHERE, fixed: false });
        }
      } else {
        for (const child of innerNodes(el, tag)) {
          if (typeOf(child) === 3) walkText(child, inner);
          else if (typeOf(child) === 1) walk(child, inner);
        }
      }
      found.frame = outer;
    }
    rec.end = order++;
    if (kind) gap = "\n";
    else if (edge) wider(edge);
  }

  function innerNodes(el, tag) {
    const shadow = shadowOf(el);
    if (shadow) return childrenOf(shadow);
    if (tag === "slot") {
      const assigned = HTMLSlotElement.prototype.assignedNodes.call(el);
      if (assigned.length) return assigned;
    }
    if (tag === "details" && !has(el, "open")) {
      const summary = [...childrenOf(el)].find((each) => typeOf(each) === 1 && tagOf(each) === "summary");
      return summary ? [summary] : [];
    }
    return childrenOf(el);
  }

  walk(document.documentElement, { rec: null, view: window, clip: EVERYWHERE, absolute: EVERYWHERE, fixed: false });
  found.phrases = phrases(found);
  // The pieces of a line too: a link in it may be what is looked for.
  found.bits = found.phrases.flatMap((each) => each.pieces.length < 2 ? [each] : [each,
    ...each.pieces.map((piece) => ({ ...each, pieces: [piece], text: cleaned(piece.text), start: piece.start, end: piece.end,
      box: piece.box, tail: piece.tail, part: true }))]);
  return found;
}

const within = (inner, outer) => outer.start <= inner.start && inner.end <= outer.end;

// Texts that stand together on a line, as a person reads them: inline pieces joined.
function phrases(found) {
  const made = [];
  let at = 0;
  const fields = found.fields;
  for (const text of found.texts) {
    const last = made[made.length - 1];
    while (at < fields.length && fields[at].start < (last ? last.end : 0)) at++;
    const apart = !last || text.gap === "\n" || last.view !== text.view ||
      at < fields.length && fields[at].start < text.start && !within(text, fields[at]);
    if (apart) {
      made.push({ pieces: [text], text: text.text, start: text.start, end: text.end, view: text.view, size: text.size,
        weight: text.weight, tail: text.tail, box: { left: text.box.left, top: text.box.top, right: text.box.right, bottom: text.box.bottom } });
    } else {
      last.pieces.push(text);
      last.text += text.gap + text.text;
      last.end = text.end;
      last.tail = text.tail;
      last.box = { left: Math.min(last.box.left, text.box.left), top: Math.min(last.box.top, text.box.top),
        right: Math.max(last.box.right, text.box.right), bottom: Math.max(last.box.bottom, text.box.bottom) };
    }
  }
  for (const each of made) each.text = cleaned(each.text);
  return made.filter((each) => each.text);
}

// Something else lies over it, at every point of it that is in view.
function covered(found, rec, scroll) {
  if (scroll) rec.el.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
  const { left, top, right, bottom } = boxOf(rec.el);
  const points = [0.5, 0.25, 0.75].map((part) => [left + (right - left) * part, (top + bottom) / 2]);
  let asked = 0;
  for (const [x, y] of points) {
    if (x < 0 || y < 0 || x >= rec.view.innerWidth || y >= rec.view.innerHeight) continue;
    asked++;
    let hit = rec.view.document.elementFromPoint(x, y);
    while (hit && shadowOf(hit)) {
      const deeper = shadowOf(hit).elementFromPoint(x, y);
      if (!deeper || deeper === hit) break;
      hit = deeper;
    }
    if (!reaches(rec.view, x, y)) continue;
    const over = hit && found.of.get(hit);
    if (hit === rec.el || over && within(over, rec)) return false;
    // A label that floats over its field, or the picture of an eye in it, belongs to it.
    const row = over && over.parent && (over.parent.parent || over.parent);
    if (row && !over.kind && !within(rec, over) && within(rec, row) && isRow(row, rec) && !ancestor(over, (each) =>
      within(each, row) && isBoundary(each))) return false;
  }
  return asked > 0;
}

// A low box around a field. A body whose windows all hang free is as low, and holds nothing.
const isRow = (row, rec) => row.box.bottom - row.box.top < 140 && row.box.top <= rec.box.top + 2 && row.box.bottom >= rec.box.bottom - 2;

// Whether a point of a frame can be reached through the page around it.
function reaches(view, x, y) {
  while (view !== window) {
    const frame = view.frameElement;
    const box = boxOf(frame);
    x += box.left + frame.clientLeft;
    y += box.top + frame.clientTop;
    view = frame.ownerDocument.defaultView;
    const root = frame.getRootNode();
    const hit = (root.elementFromPoint ? root : view.document).elementFromPoint(x, y);
    if (hit && hit !== frame) return false;
  }
  return true;
}
