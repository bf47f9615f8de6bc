// Finds Binotel's «Параметры интеграции» by what a person sees: the three addresses, the labels of the two
// keys, the block of short numbers. Ids and class names mean nothing here. Needs page.js.

const WHICH = ["push", "settings", "completed"];
const ADDRESS = /(?:(https?):\/\/)?([a-z0-9.-]+\.[a-z0-9-]+|localhost|\[[0-9a-f:.]+\])(:\d+)?\/tel\/([a-z0-9_-]+)(?:\/(push|settings|completed)(?:(?![\w/-])|(?=https?:))|(?![\w-]))/gi;

const KEY_WORDS = /^(key|keys|ключ|ключа|ключі|schl(ü|ue)ssel|klucz|kl(í|i)(č|c)|clave|llave|cheie|cheia|apikey|secretkey)$/;
const SECRET_WORDS = /^(secret|secretkey|секрет|секрета|секретный|секретного|секретний|секретного|geheim|geheimer|geheimes|tajny|tajn(ý|y)|secreto|secreta|secret(ă|a)|sekret|sekretny)$/;
const API_WORDS = /^(api|apikey|апи)$/;
const OTHER_WORDS = /^(binotel|бинотел|бінотел|rest|ваш|your|доступа|доступу|к|до|для|від|от|от|of|for|the|de|do|la|el|обязательно|обов.язково|required|обязательное|поле|и|та|and)$/;
const HEADING_WORDS = /^(api|rest|key|keys|secret|ключ.*|секрет.*|binotel|бинотел|бінотел|доступ.*|access|авториз.*|credentials|параметр.*|налаштуван.*|настройк.*|settings|parameters|integration|інтеграц.*|интеграц.*|данные|дані|data|подключени.*|підключенн.*|connection|адрес.*|address.*|addresses|url|принятия|приймання|прийому|отримання|уведомлен.*|сповіщен.*|повідомлен.*|notification.*|получени.*|receiving|запрос.*|запит.*|request.*|push|callsettings|callcompleted|для|of|for|the|and|и|і|та|к|до|ваш.*|your|учетн.*|облікові|account|аккаунт.*|акаунт.*)$/;

const words = (text) => cleaned(text).toLowerCase().replace(/ё/g, "е").split(/[^\p{L}\p{N}'’]+/u).filter(Boolean);

// The same few hundred texts are asked about thousands of times in a run.
const kept = (make) => {
  const known = new Map();
  return (text) => known.has(text) ? known.get(text) : known.set(text, make(text)).get(text);
};
// "api", "secret" or "" for a label.
const keyKind = kept((text) => {
  if (text.length > 60) return "";
  const all = words(text);
  if (!all.length || !all.every((each) => [KEY_WORDS, SECRET_WORDS, API_WORDS, OTHER_WORDS].some((known) => known.test(each)))) {
    return "";
  }
  const some = (known) => all.some((each) => known.test(each));
  if (some(SECRET_WORDS)) return "secret";
  return some(KEY_WORDS) ? "api" : "";
});

const plain = kept((text) => text.length > 120 ? "" : words(text).join(" "));
const lists = Object.fromEntries(Object.entries(request.words).filter(([, list]) => Array.isArray(list))
  .map(([name, list]) => [name, new Set(list.map(plain))]));
// A title may count what it holds: «Короткие номера сотрудников (3)».
const spoken = (name, text) => lists[name].has(plain(text)) || lists[name].has(plain(text).replace(/ \d+$/, ""));

// The addresses of PBXs that stand on the page, also in fields, with their place.
function addressHits(found) {
  const lines = found.phrases.map((each) => ({ text: each.pieces.map((piece) => piece.text).join(""), start: each.start, end: each.end }));
  for (const each of found.fields) {
    if (each.kind === "text") lines.push({ text: cleaned(each.el.value), start: each.start, end: each.end });
  }
  const hits = [];
  for (const line of lines) {
    for (const match of line.text.replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, "").matchAll(ADDRESS)) {
      hits.push({ pbx: match[4].toLowerCase(), which: (match[5] || "").toLowerCase(), start: line.start, end: line.end,
        origin: `${(match[1] || request.origin.split(":")[0]).toLowerCase()}://${match[2].toLowerCase()}${match[3] || ""}` });
    }
  }
  return hits;
}

function blocked(fields, test, own) {
  return fields.some((each) => each !== own && test(each.box));
}

// The visible text that stands in, left of or over a field.
function besides(found, field) {
  const text = nearest(found, field);
  return text && !text.text.includes("/tel/") ? text : null;
}

// A label that another field stands in is that field's, wherever its text ran on to.
function heldByOther(found, text, field) {
  const label = ancestor(text.pieces[0].parent, (rec) => rec.tag === "label");
  return label && !within(field, label) && found.fields.some((each) => within(each, label));
}

function nearest(found, field) {
  const box = boxOf(field.el);
  const near = found.phrases.filter((each) => each.view === field.view && each.pieces[0].layer === field.layer && /\p{L}/u.test(each.text) &&
    each.text.length < 200 && !heldByOther(found, each, field));
  const middle = (one) => (one.top + one.bottom) / 2;
  const inside = near.find((each) => middle(each.box) > box.top && middle(each.box) < box.bottom &&
    each.box.left >= box.left - 2 && each.box.right <= box.right + 2 && !within(each, field));
  if (inside) return inside;
  const overlap = (a, b) => Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  const fields = found.fields.filter((each) => each.view === field.view);
  const line = (one) => overlap(one, box) > Math.min(one.bottom - one.top, box.bottom - box.top) * 0.45;
  // Of a text that runs over several lines, the last one leads to the field.
  const left = near.filter((each) => each.tail.right <= box.left + 6 && box.left - each.tail.right < 600 && line(each.tail))
    .sort((a, b) => b.tail.right - a.tail.right)[0];
  const between = (text) => (other) => line(other) && other.right <= box.left + 2 && other.left >= text.right - 2;
  if (left && !blocked(fields, between(left.tail), field)) return left;
  const above = near.filter((each) => each.box.bottom <= box.top + 8 && box.top - each.box.bottom < 56 &&
    each.box.left < box.right && each.box.right > box.left)
    .sort((a, b) => b.box.bottom - a.box.bottom || Math.abs(a.box.left - box.left) - Math.abs(b.box.left - box.left));
  const over = (text) => (other) => other.left < box.right && other.right > box.left &&
    other.bottom <= box.top + 2 && other.top >= text.bottom - 8;
  // A hint in small print may stand between a label and its field.
  let first = above[0];
  if (first && above[1] && !keyKind(first.text) && first.size < above[1].size - 0.5) first = above[1];
  return first && !blocked(fields, over(first.box), field) ? first : null;
}

function labelTexts(found, field) {
  const made = [];
  for (const label of field.el.labels || []) {
    const rec = found.of.get(label);
    if (rec) made.push(...found.phrases.filter((each) => within(each, rec)).map((each) => each.text));
  }
  return made.filter((each) => /\p{L}/u.test(each));
}

function spokenTexts(field) {
  const made = [attribute(field.el, "aria-label"), attribute(field.el, "title")];
  const ids = (attribute(field.el, "aria-labelledby") || "").split(/\s+/).filter(Boolean);
  const root = field.el.getRootNode();
  const named = ids.map((id) => root.getElementById && root.getElementById(id)).filter(Boolean);
  if (named.length) made.push(named.map((each) => each.textContent).join(" "));
  return made.filter(Boolean).map(cleaned);
}

// Which key a field is for: "api", "secret", "both" where what is said of it is at odds, or "".
function kindOf(found, field) {
  const explicit = labelTexts(found, field);
  const beside = besides(found, field);
  const holder = attribute(field.el, "placeholder") || attribute(field.el, "aria-placeholder") || "";
  const by = { label: explicit.map(keyKind), beside: beside ? [keyKind(beside.text)] : [], holder: [keyKind(holder)],
    spoken: spokenTexts(field).map(keyKind) };
  const kinds = new Set(Object.values(by).flat().filter(Boolean));
  if (kinds.size === 0) return "";
  if (kinds.size > 1) return "both";
  const [kind] = kinds;
  const from = (name) => by[name].includes(kind);
  if (!from("label") && explicit.length && !from("holder")) return "";
  // What only a screen reader hears does not outweigh another label that is seen.
  if (!from("label") && !from("beside") && !from("holder") && (explicit.length || beside)) return "";
  return kind;
}

const isDialog = (rec) => rec.tag === "dialog" || /^(alert)?dialog$/.test(attribute(rec.el, "role") || "") ||
  attribute(rec.el, "aria-modal") === "true" || has(rec.el, "popover");
const isBoundary = (rec) => isDialog(rec) || rec.style.position === "fixed";

function smallestWithAll(found, hits) {
  const own = hits.filter((each) => each.pbx === "binotel" && each.which);
  const made = new Set();
  const chain = (hit) => {
    let best = null;
    for (const rec of found.els) if (within(hit, rec)) best = rec; else if (rec.start > hit.end) break;
    return best;
  };
  for (const hit of own.filter((each) => each.which === "push")) {
    for (let rec = chain(hit); rec; rec = rec.parent) {
      const inside = own.filter((each) => within(each, rec) && each.origin === hit.origin);
      if (WHICH.every((which) => inside.some((each) => each.which === which))) {
        made.add(rec);
        break;
      }
    }
  }
  const all = [...made];
  return all.filter((rec) => !all.some((other) => other !== rec && within(other, rec)));
}

// A heading of something else, or the buttons of another window, between two places.
function parted(found, from, to) {
  const inside = (each) => each.start > from.end && each.end < to.start;
  const size = Math.max(...found.phrases.filter((each) => keyKind(each.text)).map((each) => each.size), 0);
  return found.els.some((rec) => inside(rec) && (/^(h[1-6]|legend)$/.test(rec.tag) || attribute(rec.el, "role") === "heading") &&
      !known(textOf(found, rec))) ||
    found.bits.some((each) => inside(each) && (isButton(each) ? spoken("save", each.text) || spoken("cancel", each.text)
      : !each.part && alien(found, each, size)));
}

// A line of its own that speaks of something else than keys: loud, or short as a title is.
function alien(found, phrase, size) {
  if (!/\p{L}/u.test(phrase.text) || keyKind(phrase.text) || known(phrase.text)) return false;
  if (phrase.size < size * 0.92 || !aloneOnLine(found, phrase) || followedByField(found, phrase)) return false;
  if (phrase.weight >= 600 || size && phrase.size > size * 1.12) return true;
  const near = words(phrase.text).some((each) => KEY_WORDS.test(each) || SECRET_WORDS.test(each) || API_WORDS.test(each) ||
    /^(ключ|key|binotel|бинотел|бінотел)/.test(each));
  return !near && phrase.text.length < 60 && !/[.!?]$/.test(phrase.text);
}

function isButton(phrase) {
  for (let rec = phrase.pieces[0].parent; rec; rec = rec.parent) {
    if (rec.tag === "button" || rec.tag === "a" || attribute(rec.el, "role") === "button") return true;
    if (rec.end - rec.start > 24) return false;
  }
  return false;
}

// A box of its own, as a person sees it: framed, or on another ground than what is around it.
function isCard(rec) {
  const style = rec.style;
  const framed = ["Top", "Left", "Right", "Bottom"].filter((side) => parseFloat(style[`border${side}Width`]) > 0 &&
    style[`border${side}Style`] !== "none").length >= 3;
  const ground = (each) => each.style.backgroundColor;
  const clear = /rgba\([^)]*, 0\)|transparent/.test(ground(rec));
  return framed || style.boxShadow !== "none" || !clear && Boolean(rec.parent) && ground(rec) !== ground(rec.parent) &&
    !["html", "body"].includes(rec.tag);
}

const ancestor = (rec, test) => { for (let each = rec; each; each = each.parent) if (test(each)) return each; return null; };

// Addresses and fields in two boxes side by side, the first with a title of its own: two windows.
function inOtherCard(found, place, fields, scope) {
  const first = found.texts.find((each) => each.start >= place.start);
  if (!first) return false;
  const branch = (rec) => ancestor(rec, (each) => each.parent === scope);
  const here = branch(first.parent), there = branch(fields[0]);
  if (!here || !there || here === there) return false;
  const titled = found.els.some((rec) => within(rec, here) && /^h[1-6]$/.test(rec.tag)) ||
    found.phrases.some((each) => within(each, here) && spoken("parameters", each.text));
  const saves = found.bits.some((each) => within(each, there) && spoken("save", each.text));
  const form = (rec) => ancestor(rec, (each) => each.tag === "form");
  if (form(first.parent) && form(fields[0]) !== form(first.parent)) return true;
  return titled && saves && isCard(here) && isCard(there);
}

const known = (text) => spoken("blocks", text) || spoken("short_numbers", text) || words(text).every((each) => HEADING_WORDS.test(each));
const textOf = (found, rec) => found.phrases.filter((each) => within(each, rec)).map((each) => each.text).join(" ");
const aloneOnLine = (found, phrase) => !found.phrases.some((each) => each !== phrase && each.view === phrase.view &&
  each.box.top < phrase.box.bottom - 3 && each.box.bottom > phrase.box.top + 3);
const followedByField = (found, phrase) => found.fields.some((each) => each.view === phrase.view &&
  each.box.top < phrase.box.bottom && each.box.bottom > phrase.box.top);

// {code} or {api, secret, scope, addresses, origin}: the fields are records of the survey.
function findForm(found) {
  const hits = addressHits(found);
  const foreign = hits.filter((each) => each.pbx !== "binotel");
  const roots = smallestWithAll(found, hits);
  const texts = found.fields.filter((each) => each.kind === "text" || each.kind === "rich");
  const keyed = texts.map((field) => ({ field, kind: kindOf(found, field) })).filter((each) => each.kind);
  if (!roots.length) {
    if (foreign.length) return { code: "other_pbx", reason: foreign[0].pbx };
    const partly = hits.length > 0;
    if (partly) return { code: "unknown_form", reason: "addresses" };
    return { code: "form_not_found", reason: keyed.length ? "no_addresses" : "" };
  }
  const forms = [];
  const failures = [];
  for (const root of roots) {
    const made = climb(found, root, keyed, foreign, hits);
    if (made.code) failures.push(made);
    else if (!forms.some((each) => each.api === made.api && each.secret === made.secret)) forms.push(made);
  }
  if (forms.length > 1) return { code: "form_ambiguous", reason: "windows" };
  if (!forms.length) return { ...failures[0], ...addressesIn(hits, roots[0]) };
  const form = forms[0];
  return { ...form, ...addressesIn(hits, form.root) };
}

function addressesIn(hits, root) {
  const inside = hits.filter((each) => each.pbx === "binotel" && each.which && within(each, root));
  const addresses = {};
  for (const which of WHICH) {
    const origins = [...new Set(inside.filter((each) => each.which === which).map((each) => each.origin))];
    addresses[which] = origins.length === 1 ? `${origins[0]}/tel/binotel/${which}` : "";
  }
  return { addresses, root };
}

function climb(found, root, keyed, foreign, hits) {
  const own = hits.filter((each) => each.pbx === "binotel" && each.which && within(each, root));
  // Where the addresses stand, which may be less than what holds all three.
  const place = { start: Math.min(...own.map((each) => each.start)), end: Math.max(...own.map((each) => each.end)) };
  for (let rec = root; rec; rec = rec.parent) {
    if (foreign.some((each) => within(each, rec))) return { code: "unknown_form", reason: "other_window" };
    const inside = keyed.filter((each) => within(each.field, rec));
    const of = (kind) => inside.filter((each) => each.kind === kind || each.kind === "both").map((each) => each.field);
    const api = of("api"), secret = of("secret");
    if (api.length && secret.length) return chosen(found, root, place, rec, api, secret);
    if (isBoundary(rec)) break;
  }
  return { code: "unknown_form", reason: "fields" };
}

function chosen(found, root, place, scope, api, secret) {
  const free = (list) => list.length > 1 ? list.filter((each) => !covered(found, each, request.scroll)) : list;
  const apis = free(api), secrets = free(secret);
  if (apis.length !== 1 || secrets.length !== 1 || apis[0] === secrets[0]) return { code: "form_ambiguous", reason: "fields" };
  const fields = [apis[0], secrets[0]].sort((a, b) => a.start - b.start);
  const before = fields[0].start > place.end;
  const apart = before ? parted(found, place, fields[0]) : fields[1].end < place.start && parted(found, fields[1], place);
  if (apart || parted(found, fields[0], fields[1])) return { code: "form_ambiguous", reason: "apart" };
  if (inOtherCard(found, place, fields, scope)) return { code: "form_ambiguous", reason: "apart" };
  const over = fields.filter((each) => dialogOf(each) !== dialogOf(root));
  if (over.length) return { code: "form_ambiguous", reason: "apart" };
  return { api: apis[0], secret: secrets[0], scope, root };
}

function dialogOf(rec) {
  for (let each = rec; each; each = each.parent) if (isDialog(each)) return each;
  return null;
}
