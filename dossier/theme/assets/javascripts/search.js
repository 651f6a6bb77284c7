/* The search. What it needs is fetched when a reader opens it, and not before; texts come from the page's own markup,
   and whatever comes from the index is put on the page as text, never as HTML. */

const AT_ONCE = 6; // results: each is a file to fetch
const PAUSE = 200; // milliseconds without a key, before the search begins

const site = new URL("../../", import.meta.url);
const bundle = new URL("pagefind/", site);

const opener = document.querySelector(".ds-search-button");
const dialog = document.querySelector(".ds-search");
const form = dialog.querySelector("form");
const query = form.elements.query;
const status = dialog.querySelector(".ds-search__status");
const list = dialog.querySelector(".ds-search__results");
const more = dialog.querySelector(".ds-search__more");

const own = document.documentElement.lang;
const languages = JSON.parse(dialog.dataset.languages);
const elided = new RegExp(`(?<!\\p{L})(${dialog.dataset.elided.trim().split(/\s+/).join("|") || "(?!)"})['’] ?`, "giu");
const phrases = JSON.parse(dialog.dataset.results);

let found = [];
let latest = 0;
let timer;

/* --- The index ---------------------------------------------------------------------------------------------------- */

/* Keep what was fetched, but not that it could not be. */
function once(fetching) {
  const kept = new Map();
  return key => {
    if (!kept.has(key)) kept.set(key, fetching(key).catch(error => { kept.delete(key); throw error; }));
    return kept.get(key);
  };
}

const engine = once(async everywhere => {
  const { createInstance } = await import(new URL("pagefind.js", bundle));
  const instance = createInstance({});
  const others = everywhere ? Object.keys(languages).filter(lang => lang !== own) : [];
  for (const lang of others) await instance.mergeIndex(bundle.href, { language: lang.toLowerCase() });
  return instance;
});

const facetsOf = once(async lang => (await fetch(new URL(`facets.${lang}.json`, bundle))).json());

/* A page passes if, of each kind of facet that is chosen, it has one. */
async function passes({ id }, chosen) {
  const [, lang, page] = id.match(/^(.*)_(.*)$/);
  const facets = await facetsOf(lang);
  return chosen.every(some => !some.length || some.some(facet => facets[facet]?.includes(page)));
}

/* The browser parts Chinese words by another dictionary than the index: names that are one word to it (阿里巴巴) may be
   two there, of two characters each. */
function inPairs(words) {
  if (!Intl.Segmenter) return words;
  const parts = new Intl.Segmenter("zh", { granularity: "word" });
  return words.replace(/\p{Script=Han}{4,}/gu, run =>
    Array.from(parts.segment(run), ({ segment: word }) => word.length < 4 ? word : word.match(/..?/gu).join(" ")).join(" "));
}

/* Pagefind takes hyphens out of a query, so it is asked for the parts too; elided words say nothing of what is meant. */
async function ask(query, everywhere) {
  const index = await engine(everywhere);
  const words = query.replace(elided, "");
  const spellings = new Set([words, words.replace(/\p{Dash}/gu, " "), inPairs(words)]);
  const answers = await Promise.all([...spellings].map(spelling => index.search(spelling)));
  const best = new Map();
  for (const result of answers.flatMap(({ results }) => results))
    if (!(best.get(result.id)?.score >= result.score)) best.set(result.id, result);
  return [...best.values()].sort((one, other) => other.score - one.score);
}

async function search() {
  const turn = ++latest;
  const words = query.value.trim();
  const chosen = new FormData(form);
  try {
    const kinds = ["theme", "confidence"].map(kind => chosen.getAll(kind));
    let results = words ? await ask(words, chosen.has("everywhere")) : [];
    if (kinds.flat().length) {
      const kept = await Promise.all(results.map(result => passes(result, kinds)));
      results = results.filter((_, index) => kept[index]);
    }
    const first = await Promise.all(results.slice(0, AT_ONCE).map(result => result.data()));
    if (turn !== latest) return; // the reader has gone on typing
    found = results;
    list.replaceChildren(...first.map(item));
    more.hidden = found.length <= AT_ONCE;
    status.textContent = words ? count(found.length) : "";
  } catch (error) {
    if (turn === latest) status.textContent = dialog.dataset.failed;
    throw error;
  }
}

async function showMore() {
  const turn = latest;
  const shown = list.childElementCount;
  const next = await Promise.all(found.slice(shown, shown + AT_ONCE).map(result => result.data()));
  if (turn !== latest) return;
  list.append(...next.map(item));
  more.hidden = found.length <= list.childElementCount;
  list.children[shown].querySelector("a").focus();
}

/* --- What is shown ------------------------------------------------------------------------------------------------ */

function count(number) {
  if (!number) return dialog.dataset.none;
  const phrase = phrases[new Intl.PluralRules(own).select(number)] ?? phrases.other;
  return phrase.replace("{count}", new Intl.NumberFormat(own).format(number));
}

function element(name, className, ...children) {
  const made = document.createElement(name);
  made.className = className;
  made.append(...children);
  return made;
}

/* Take out the space that was put behind an elided word for the index. */
function joined(text = "") {
  return text.replace(elided, "$1’");
}

function item({ raw_url: file, meta, excerpt }) {
  const address = file.slice(1).replace(/\.html$/, "/"); // the index is made of one file a page
  const lang = address.split("/")[0];
  const link = element("a", "ds-search__title", joined(meta.title));
  link.href = new URL(address, site);
  const facts = [meta.theme, meta.confidence].filter(Boolean).map(fact => element("span", "", joined(fact)));
  const box = element("li", "ds-search__result", link, element("p", "ds-search__excerpt", ...marked(excerpt)));
  if (lang !== own) {
    facts.unshift(element("span", "ds-search__language", languages[lang]));
    box.lang = link.hreflang = lang;
    box.dir = "auto";
  }
  if (facts.length) link.after(element("p", "ds-search__facts", ...facts));
  return box;
}

/* An excerpt holds no markup but `<mark>`: other brackets are written `&lt;` and `&gt;`. What was found in parts, as
   Chinese names are, is marked as a whole; the punctuation behind a word is not marked. */
function marked(excerpt) {
  const exact = excerpt.replaceAll("</mark><mark>", "").replace(/([.,:!?…)»”。，、؟،]+)<\/mark>/g, "</mark>$1");
  return exact.split(/<\/?mark>/).map((piece, index) => {
    const text = joined(piece.replaceAll("&lt;", "<").replaceAll("&gt;", ">"));
    return index % 2 ? element("mark", "", text) : text;
  });
}

/* --- Keys and clicks ---------------------------------------------------------------------------------------------- */

function open() {
  dialog.showModal();
  query.select();
  engine(false).catch(() => { status.textContent = dialog.dataset.failed; });
}

function isTyping({ target }) {
  return target.isContentEditable || /^(input|select|textarea)$/i.test(target.localName);
}

/* The arrows go from the query through the results, and back. */
function move(event, step) {
  const stops = [query, ...list.querySelectorAll("a")];
  const here = stops.indexOf(document.activeElement);
  if (here < 0) return;
  event.preventDefault();
  stops[Math.max(0, Math.min(here + step, stops.length - 1))].focus();
}

document.addEventListener("keydown", event => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || dialog.open || isTyping(event)) return;
  event.preventDefault();
  open();
});

dialog.addEventListener("keydown", event => {
  event.stopPropagation(); // Material has keys of its own
  if (event.key === "ArrowDown") move(event, 1);
  if (event.key === "ArrowUp") move(event, -1);
});

dialog.addEventListener("click", event => {
  if (event.target === dialog) dialog.close(); // what lies behind it
});

form.addEventListener("input", event => {
  clearTimeout(timer);
  timer = setTimeout(search, event.target === query ? PAUSE : 0);
});

form.addEventListener("submit", event => {
  event.preventDefault();
  clearTimeout(timer);
  search();
});

dialog.querySelector(".ds-search__close").addEventListener("click", () => dialog.close());
more.addEventListener("click", showMore);
opener.addEventListener("click", open);
opener.hidden = false;
