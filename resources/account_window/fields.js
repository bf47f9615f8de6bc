// The editor of a data tag: found by the names of the fields that the account says it has, filled with those
// that are missing. Needs page.js, form.js, rows.js and acts.js; nothing is saved here.

// Every name on the page, written out or standing in a field.
function namesShown(found) {
  const written = found.bits.map((each) => ({ text: each.text, start: each.start, end: each.end }));
  const typed = found.fields.filter((each) => each.kind === "text" && each.tag === "input")
    .map((each) => ({ text: cleaned(each.el.value), start: each.start, end: each.end, rec: each }));
  return [...written, ...typed].filter((each) => each.text);
}

// The smallest elements that hold all the names.
function holding(found, shown, names) {
  if (!names.every((name) => shown.some((each) => each.text === name))) return [];
  const all = found.els.filter((rec) => names.every((name) => shown.some((each) => each.text === name && within(each, rec))));
  return all.filter((rec) => !all.some((other) => other !== rec && within(other, rec)));
}

function findEditor(found) {
  const shown = namesShown(found);
  const made = [];
  for (const [which, editor] of Object.entries(request.editors)) {
    const titled = shown.some((each) => each.text === cleaned(editor.title));
    if (!titled) continue;
    for (const root of holding(found, shown, editor.existing.map(cleaned))) made.push({ which, root });
  }
  if (made.length > 1) return { code: "form_ambiguous", reason: "windows" };
  if (!made.length) return { code: "form_not_found" };
  return { ...made[0], ...scopeOf(found, shown, made[0].root) };
}

// What belongs to it: one button that adds, one that saves, the fields between the first name and that.
function scopeOf(found, shown, root) {
  for (let rec = root; rec; rec = rec.parent) {
    const bits = (name) => found.bits.filter((each) => within(each, rec) && each.start > root.start && spoken(name, each.text) &&
      !(each.part && found.phrases.some((other) => within(each, other) && spoken(name, other.text))));
    const adds = bits("add"), saves = bits("save");
    if (adds.length && saves.length) {
      if (adds.length > 1 || saves.length > 1) return { code: "form_ambiguous", reason: "buttons" };
      const fields = found.fields.filter((each) => each.kind === "text" && within(each, rec) &&
        each.start > root.start && each.end < saves[0].start);
      const names = shown.filter((each) => within(each, rec) && each.start > root.start);
      return { code: "", scope: rec, add: adds[0], fields, names };
    }
    if (isBoundary(rec)) break;
  }
  return { code: "unknown_form", reason: "no_add" };
}

// The row of a field that a name goes into: its type has to be told, or it is not our kind of editor.
function typeIn(found, editor, field) {
  let row = field;
  for (let rec = field.parent; rec && rec !== editor.scope; rec = rec.parent) {
    if (editor.fields.some((each) => each !== field && within(each, rec))) break;
    row = rec;
  }
  const selects = found.fields.filter((each) => each.kind === "select" && within(each, row));
  if (selects.length === 1) {
    const options = [...selects[0].el.options].filter((each) => !each.disabled && spoken("string_type", each.text));
    return options.length === 1 ? { select: selects[0], option: options[0] } : null;
  }
  const said = found.phrases.some((each) => within(each, row) && spoken("string_type", each.text));
  return selects.length === 0 && said ? {} : null;
}

// "" after a step, "wait" for the page, or why it has to be done by hand.
function fillName(found, editor, name, answer) {
  const blanks = editor.fields.filter((each) => !each.el.value && !isLocked(each));
  if (blanks.length > 1) return "blanks";
  if (blanks.length === 1) {
    const type = typeIn(found, editor, blanks[0]);
    if (!type) return "type";
    if (covered(found, blanks[0], true)) return "covered";
    if (type.select && !type.option.selected) choose(type.select, type.option);
    if (!blanks[0].el.isConnected) return "";
    setValue(blanks[0], name, "");
    if (blanks[0].el.isConnected && blanks[0].el.value !== name) setValue(blanks[0], name, "typing");
    return "";
  }
  const last = state.added, count = editor.fields.length;
  if (last && count <= last.count && performance.now() - last.at < 1500) return "wait";
  if (answer.presses <= 0 || !press(found, editor.add)) return "no_add";
  answer.presses--;
  state.added = { count, at: performance.now() };
  return "";
}

function fields() {
  const answer = { code: "", reason: "", which: "", left: [], waiting: false, presses: request.presses };
  const until = performance.now() + 400;
  for (let turn = 0; turn < 200; turn++) {
    const found = survey();
    const editor = findEditor(found);
    answer.which = editor.which || "";
    if (editor.code) return { ...answer, code: editor.code, reason: editor.reason || "" };
    answer.left = request.editors[editor.which].names.filter((name) => !editor.names.some((each) => each.text === name));
    if (!answer.left.length) return answer;
    const step = performance.now() > until ? "wait" : fillName(found, editor, answer.left[0], answer);
    if (step === "wait") return { ...answer, waiting: true };
    if (step) return { ...answer, code: "unknown_form", reason: step };
  }
  return { ...answer, waiting: true };
}
