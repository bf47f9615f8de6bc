// What the program does with the page: looks, fills on the person's click, never saves. Every run asks the
// page's origin first. Needs the other parts; `request` is what the program asks for.

const state = self.wizardState || (self.wizardState = { input: 0, save: 0, gone: 0, absent: 0, pressing: false, hidden: {}, made: {}, seen: new WeakSet() });

// Notes that something was typed and that Save was pressed, in frames too.
function watch(view) {
  if (state.seen.has(view.document)) return;
  state.seen.add(view.document);
  view.addEventListener("input", () => { state.input = performance.now(); }, true);
  view.addEventListener("submit", (event) => {
    if (state.pressing) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else state.save = performance.now();
  }, true);
  view.addEventListener("click", (event) => {
    if (state.pressing) return;
    for (const each of event.composedPath().slice(0, 6)) {
      const text = each.nodeType && typeOf(each) === 1 ? cleaned((each.localName === "input" ? each.value : each.textContent) || "") : "";
      if (text.length < 40 && spoken("save", text)) state.save = performance.now();
    }
  }, true);
}

const MASK = /[•●∙·⁎∗✱*]{3,}/u;

function isLocked(rec) {
  return rec.kind === "rich" || Element.prototype.matches.call(rec.el, ":disabled") || Boolean(rec.el.readOnly) ||
    attribute(rec.el, "aria-disabled") === "true" || attribute(rec.el, "aria-readonly") === "true";
}

function keyState(rec) {
  const value = rec.el.value;
  return { value: rec.kind === "rich" ? "" : value.trim(), masked: MASK.test(value), locked: isLocked(rec) };
}

// How the account answered the last time that Save was pressed on this page.
function answered() {
  if (!state.save) return "";
  const later = performance.getEntriesByType("resource").filter((each) =>
    /^(fetch|xmlhttprequest|beacon)$/.test(each.initiatorType) && each.startTime >= state.save - 100 && each.responseStatus);
  if (later.some((each) => each.responseStatus >= 400)) return "error";
  return later.length ? "ok" : "";
}

function messages(found) {
  const live = found.els.filter((each) => /^(status|alert|log)$/.test(attribute(each.el, "role") || "") ||
    /^(polite|assertive)$/.test(attribute(each.el, "aria-live") || ""));
  return live.map((each) => textOf(found, each)).filter((each) => each && each.length < 300).slice(0, 3);
}

function described(found, form) {
  const answer = { code: form.code || "", reason: form.reason || "", addresses: form.addresses || null,
    typed: state.input > 0, saved: state.save > state.input, reopened: state.absent > state.input,
    answered: state.save > state.input ? answered() : "" };
  if (form.code) return answer;
  answer.api = keyState(form.api);
  answer.secret = keyState(form.secret);
  const block = shortBlock(found, form);
  answer.block = block.state;
  answer.rows = (block.rows || []).map((each) => ({ name: each.name, number: each.value, kind: each.kind }));
  return answer;
}

// A form that was away for a while and came back was read from the account anew; one that is only drawn
// anew was not.
function notePresence(there) {
  const now = performance.now();
  if (!there) {
    state.gone = state.gone || now;
  } else if (state.gone) {
    if (now - state.gone > 400) state.absent = now;
    state.gone = 0;
  }
}

function look() {
  const found = survey();
  const form = findForm(found);
  notePresence(!form.code);
  const answer = described(found, form);
  answer.messages = messages(found);
  if (request.guide) answer.mark = guided(found, form, request.guide);
  return answer;
}

function setValue(rec, text, by) {
  const view = rec.view;
  const proto = rec.tag === "textarea" ? view.HTMLTextAreaElement.prototype : view.HTMLInputElement.prototype;
  rec.el.focus({ preventScroll: true });
  if (by === "typing") {
    rec.el.select();
    rec.el.ownerDocument.execCommand("insertText", false, text);
  } else {
    Object.getOwnPropertyDescriptor(proto, "value").set.call(rec.el, text);
    rec.el.dispatchEvent(new view.InputEvent("input", { bubbles: true, composed: true, inputType: "insertReplacementText", data: text }));
  }
  rec.el.dispatchEvent(new view.Event("change", { bubbles: true, composed: true }));
  leave(rec);
}

function leave(rec) {
  let told = false;
  const heard = () => { told = true; };
  rec.el.addEventListener("blur", heard, { once: true });
  rec.el.blur();
  rec.el.removeEventListener("blur", heard);
  if (!told) {
    rec.el.dispatchEvent(new rec.view.FocusEvent("blur", { composed: true }));
    rec.el.dispatchEvent(new rec.view.FocusEvent("focusout", { bubbles: true, composed: true }));
  }
}

function choose(person, option) {
  if (person.kind === "datalist") {
    setValue(person, option.value, "");
    return;
  }
  person.el.focus({ preventScroll: true });
  person.el.selectedIndex = option.index;
  for (const name of ["input", "change"]) person.el.dispatchEvent(new person.view.Event(name, { bubbles: true, composed: true }));
  leave(person);
}

// A click on something that adds or unfolds; whatever is behind it cannot send the form.
function press(found, phrase) {
  const knob = knobOf(found, phrase);
  const href = knob.tag === "a" ? attribute(knob.el, "href") || "" : "";
  if (href && !/^(#|javascript:)/i.test(href.trim())) return false;
  if (spoken("save", textOf(found, knob))) return false;
  // A button without a type sends its form, and the page's own code may save on that.
  const sends = knob.tag === "button" && knob.el.type === "submit";
  const type = attribute(knob.el, "type");
  state.pressing = true;
  try {
    if (sends) knob.el.setAttribute("type", "button");
    knob.el.click();
  } finally {
    state.pressing = false;
    if (sends && type === null) knob.el.removeAttribute("type");
    else if (sends) knob.el.setAttribute("type", type);
  }
  return true;
}

// One field of the form, found anew: what was found before may have been replaced meanwhile.
function fillKey(name, text) {
  for (const by of ["", "typing"]) {
    const found = survey();
    const form = findForm(found);
    if (form.code) return { code: form.code, reason: form.reason };
    const rec = form[name];
    const there = keyState(rec);
    if (there.locked) return { code: "unknown_form", reason: "locked" };
    if (there.value === text || there.masked && state.hidden[name]) return null;
    // What the page made of what we entered is not what somebody else did.
    if (there.value && !request.overwrite && there.value !== state.made[name]) return { code: "already_filled" };
    if (covered(found, rec, true)) return { code: "form_not_found", reason: "covered" };
    setValue(rec, text, request.tries > 0 ? by || "typing" : by);
    const after = survey();
    const again = findForm(after);
    // Some pages show dots as soon as the field is left: what is in it cannot be read then.
    if (!again.code && keyState(again[name]).masked && !MASK.test(text)) state.hidden[name] = true;
    state.made[name] = again.code ? "" : keyState(again[name]).value;
    if (!again.code && (again[name].el.value === text || state.hidden[name])) return null;
  }
  return { again: true };
}

function fill() {
  const answer = { code: "", reason: "", rows: {}, waiting: false, presses: request.presses };
  if (request.first) Object.assign(state, { hidden: {}, made: {} });
  for (const name of ["api", "secret"]) {
    if (!request[name]) continue;
    const failed = fillKey(name, request[name]);
    if (failed && failed.again) answer.waiting = true;
    else if (failed) return { ...answer, ...failed };
  }
  const until = performance.now() + 400;
  for (const wanted of request.rows) {
    let result = "again";
    for (let turn = 0; turn < 4 && result === "again"; turn++) result = fillRow(wanted, answer);
    if (result === "wait" || result === "again") answer.waiting = true;
    answer.rows[wanted.id] = result;
    if (result === "wait" || performance.now() > until) { answer.waiting = true; break; }
  }
  return answer;
}

// The page as it is. Within one run only we change it, so it is looked at anew after a change of ours alone.
let present = null;
function now() {
  if (!present) {
    const found = survey();
    const form = findForm(found);
    present = { found, form, block: form.code ? {} : shortBlock(found, form) };
  }
  return present;
}

// "done"; "again" after a step; "wait" for the page; or why it has to be done by hand.
function fillRow(wanted, answer) {
  const { found, form, block } = now();
  if (form.code) return "wait";
  if (block.state === "collapsed") return pressed(found, block.title, -1, answer) || "no_block";
  if (block.state !== "open") return block.state === "strange" ? "unclear" : "no_block";
  const own = block.rows.filter((each) => isOf(each.name, wanted));
  if (own.length > 1) return "twice";
  if (own.length === 1) return fillNumber(own[0], wanted);
  if (block.rows.some((each) => each.value === wanted.number && each.name)) return "taken";
  const choosing = block.rows.filter((each) => each.kind === "select" || each.kind === "datalist");
  if (!choosing.length && block.rows.length) return block.rows[0].kind === "custom" ? "custom" : "no_option";
  const blank = choosing.find((each) => !each.name && !each.value);
  if (blank) return fillBlank(blank, wanted);
  // A page may offer in each row only people who stand in no other; a long list without the name lacks it.
  const lists = choosing.filter((each) => listOf(each.person).length > 2);
  const counts = lists.map((each) => optionsFor(each.person, wanted).length);
  if (counts.some((each) => each > 1)) return "many_options";
  if (counts.length && !counts.some(Boolean)) return "no_option";
  if (!block.add) return block.adds ? "unclear" : "no_add";
  return pressed(found, block.add, block.rows.length, answer) || "no_add";
}

function fillBlank(blank, wanted) {
  if (isLocked(blank.person) || isLocked(blank.number)) return "locked";
  const options = optionsFor(blank.person, wanted);
  const young = state.pressed && performance.now() - state.pressed.at < 1500;
  if (!options.length && young && listOf(blank.person).length < 2) return "wait";
  if (options.length !== 1) return options.length ? "many_options" : "no_option";
  choose(blank.person, options[0]);
  // A row that is still the same takes its number now; one that was drawn anew is found again.
  const same = blank.number.el.isConnected && isOf(personText(now().found, blank.person), wanted);
  if (same) setValue(blank.number, wanted.number, request.tries > 0 ? "typing" : "");
  present = null;
  return "again";
}

// A page may take its time after a click: "wait" until there are more rows, before it is clicked again.
function pressed(found, phrase, rows, answer) {
  const moment = performance.now();
  const last = state.pressed;
  if (last && rows <= last.rows && moment - last.at < 1500) return "wait";
  if (answer.presses <= 0 || !press(found, phrase)) return "";
  answer.presses--;
  state.pressed = { rows, at: moment };
  present = null;
  return (now().block.rows || []).length > rows && rows >= 0 ? "again" : "wait";
}

function fillNumber(row, wanted) {
  if (row.value === wanted.number) return "done";
  if (row.value && !request.overwrite) return "conflict";
  if (isLocked(row.number)) return "locked";
  setValue(row.number, wanted.number, request.tries > 0 ? "typing" : "");
  present = null;
  return "again";
}

function unfold() {
  const found = survey();
  const form = findForm(found);
  const block = form.code ? { state: "none" } : shortBlock(found, form);
  return { code: form.code || "", pressed: block.state === "collapsed" && press(found, block.title) };
}

function main() {
  if (self.origin !== request.origin || location.origin !== request.origin || self !== top) return { code: "wrong_origin" };
  watch(window);
  return { look, fill, unfold, fields }[request.act]();
}
