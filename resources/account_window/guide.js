// What to click next, found by the words that a person reads; only told, never clicked. Needs page.js and
// form.js.

// The last of the places on the way that is on screen: {key, text, box}, or null.
function guided(found, form, way) {
  if (!form.code && way.form) {
    const save = found.bits.filter((each) => within(each, form.scope) && spoken("save", each.text));
    const box = save.length === 1 && state.input > 0 ? onPage(save[0]) : null;
    return { key: state.input > 0 && state.save < state.input ? "save" : "form", text: save.length === 1 ? save[0].text : "", box };
  }
  for (const place of [...way.places].reverse()) {
    const hits = found.bits.filter((each) => place.words.some((word) => plain(word) === plain(each.text)));
    // A menu and the title of its page may say the same: what can be clicked goes first.
    const active = hits.filter((each) => knobOf(found, each).clickable);
    const hit = active[0] || (place.anywhere ? hits[0] : null);
    if (hit) return { key: place.key, text: hit.text, box: onPage(hit) };
  }
  return null;
}

// Where it is in the window of the page; null if it is scrolled out of it.
function onPage(phrase) {
  const range = phrase.pieces[0].node.ownerDocument.createRange();
  range.setStartBefore(phrase.pieces[0].node);
  range.setEndAfter(phrase.pieces[phrase.pieces.length - 1].node);
  let { left, top, right, bottom } = range.getBoundingClientRect();
  for (let view = phrase.view; view !== window; view = view.parent) {
    const frame = view.frameElement;
    const box = boxOf(frame);
    left += box.left; right += box.left; top += box.top; bottom += box.top;
  }
  const out = right < 0 || bottom < 0 || left > innerWidth || top > innerHeight;
  return out ? null : { left, top, width: right - left, height: bottom - top };
}
