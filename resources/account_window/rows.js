// The block «Короткие номера сотрудников» of a form that was found: its rows, as a person reads them.
// Needs page.js and form.js.

const CHOOSE = /^(выберите|выбрать|не выбран|оберіть|обрати|не обрано|select|choose|wybierz|vyberte|seleccion|auswähl|alege)/i;

// The block's title, and where it ends: at the next title, at the form's buttons or keys.
function shortBlock(found, form) {
  let scope = form.scope;
  const titles = () => found.bits.filter((each) => within(each, scope) && spoken("short_numbers", each.text) &&
    !(each.part && found.phrases.some((other) => within(each, other) && spoken("short_numbers", other.text))));
  const foreign = addressHits(found).filter((each) => each.pbx !== "binotel");
  while (!titles().length && scope.parent && !isBoundary(scope) && !foreign.some((each) => within(each, scope.parent))) {
    scope = scope.parent;
  }
  const all = titles();
  if (all.length !== 1) return { state: all.length ? "ambiguous" : "none" };
  const title = all[0];
  const knob = knobOf(found, title);
  const stops = [scope.end, ...[form.api.start, form.secret.start].filter((each) => each > title.end)];
  for (const each of found.bits) {
    if (each.start > title.end && (spoken("blocks", each.text) ||
      spoken("save", each.text) || spoken("cancel", each.text))) stops.push(each.start);
  }
  for (const rec of found.els) {
    if (rec.start > title.end && (rec.tag === "summary" || /^h[1-6]$/.test(rec.tag))) stops.push(rec.start);
  }
  const place = { start: title.end, end: Math.min(...stops) };
  const fields = found.fields.filter((each) => each.start > place.start && each.end <= place.end);
  const rows = rowsOf(found, fields);
  const adds = found.bits.filter((each) => each.start > place.start && each.end < place.end && spoken("add", each.text) &&
    !(each.part && found.phrases.some((other) => within(each, other) && spoken("add", other.text))));
  for (const rec of found.els) {
    const inside = rec.start > place.start && rec.end < place.end;
    const named = attribute(rec.el, "aria-label") || attribute(rec.el, "title");
    const button = rec.tag === "button" || rec.tag === "a" || attribute(rec.el, "role") === "button";
    if (inside && button && named && spoken("add", named) && !adds.some((each) => within(each, rec))) adds.push(rec);
  }
  const numbers = fields.filter((each) => each.kind === "text").length;
  const expanded = knob.el && (attribute(knob.el, "aria-expanded") === "true" || knob.tag === "summary" && has(parentOf(knob.el), "open"));
  let state = "open";
  if (!fields.length && !adds.length) state = expanded || !knob.clickable ? "empty" : "collapsed";
  else if (numbers > rows.length) state = "strange";
  return { state, title, knob, rows, add: adds.length === 1 ? adds[0] : null, adds: adds.length };
}

// What a click on a visible text would press.
function knobOf(found, phrase) {
  const inner = phrase.pieces ? phrase.pieces[0].parent : phrase;
  for (let rec = inner; rec && rec.tag !== "body"; rec = rec.parent) {
    const role = attribute(rec.el, "role") || "";
    if (["button", "a", "summary"].includes(rec.tag) || /^(button|link|tab|switch)$/.test(role) || has(rec.el, "aria-expanded")) {
      return { ...rec, clickable: true };
    }
    if (isBoundary(rec) || rec.end - rec.start > inner.end - inner.start + 12) break;
  }
  return { ...inner, clickable: inner.style.cursor === "pointer" };
}

function rowsOf(found, fields) {
  const isPerson = (each) => ["select", "datalist", "custom"].includes(each.kind) ||
    each.kind === "text" && namedAs(found, each, "person");
  const persons = fields.filter(isPerson);
  const numbers = fields.filter((each) => each.kind === "text" && !isPerson(each));
  const made = [];
  for (const number of numbers) {
    let person = null;
    let name = "";
    let level = number;
    for (let rec = number.parent; rec; rec = rec.parent) {
      const own = numbers.filter((each) => within(each, rec));
      if (own.length > 1) break;
      level = rec;
      const near = persons.filter((each) => within(each, rec));
      if (near.length) {
        person = near.length === 1 ? near[0] : null;
        break;
      }
    }
    if (!person && persons.length) person = onSameLine(persons, numbers, number);
    if (!person && persons.length) continue;
    if (!person) {
      if (level === number || numbers.length < 1) continue;
      const said = found.phrases.filter((each) => within(each, level) && /\p{L}/u.test(each.text));
      if (said.length !== 1) continue;
      name = said[0].text;
    }
    made.push({ person, number, name: person ? personText(found, person) : name, value: number.el.value.trim(),
      kind: person ? person.kind === "text" ? "custom" : person.kind : "static" });
  }
  return made;
}

function onSameLine(persons, numbers, number) {
  const box = boxOf(number.el);
  const same = (each) => {
    const other = boxOf(each.el);
    return Math.min(other.bottom, box.bottom) - Math.max(other.top, box.top) > (box.bottom - box.top) * 0.5;
  };
  const line = persons.filter(same);
  return line.length === 1 && numbers.filter(same).length === 1 ? line[0] : null;
}

function namedAs(found, field, name) {
  const texts = [...labelTexts(found, field), ...spokenTexts(field), attribute(field.el, "placeholder") || ""];
  const beside = besides(found, field);
  if (beside) texts.push(beside.text);
  return texts.some((each) => spoken(name, each));
}

function personText(found, person) {
  if (person.kind === "select") {
    const option = person.el.selectedOptions[0];
    if (!option || !option.value || !/\p{L}/u.test(option.text) || CHOOSE.test(cleaned(option.text))) return "";
    return cleaned(option.text);
  }
  const text = person.tag === "input" ? cleaned(person.el.value) : cleaned(textOf(found, person));
  return CHOOSE.test(text) ? "" : text;
}

const sameName = (a, b) => cleaned(a).toLowerCase() === cleaned(b).toLowerCase();
const isOf = (text, wanted) => Boolean(text) && wanted.names.some((each) => sameName(each, text));

const listOf = (person) => [...(person.kind === "select" ? person.el : person.el.list).options];

// The choices of a row that show a name of this person.
function optionsFor(person, wanted) {
  return listOf(person).filter((each) => !each.disabled && isOf(cleaned(each.label || each.text || each.value), wanted));
}
