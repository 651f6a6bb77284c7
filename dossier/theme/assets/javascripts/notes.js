/* Notes where the eye is: in the margin where there is one, else in a box at the call. Both are copies of the notes at the
   end of the page. The margin is for the eye alone; the box opens on focus too, behind its call, so that its links come
   next. See docs-dev/decisions.md. */

const SHOW = 120; // milliseconds that the pointer rests on a call
const HIDE = 300; // and that it may need from the call to the box
const GAP = 6; // pixels between the call and the box
const EDGE = 8; // and between the box and the edge of the window

const article = document.querySelector("article");
const calls = [...article.querySelectorAll(".footnote-ref")];
const beside = new Map(); // calls, and their notes in the margin
const margin = element("ds-margin");
let current, box, timer; // the call whose note is shown in the box

function element(className, ...children) {
  const made = document.createElement("div");
  made.className = className;
  made.append(...children);
  return made;
}

function contentOf(link) {
  const note = document.getElementById(link.hash.slice(1)).cloneNode(true);
  for (const way of note.querySelectorAll(".footnote-backref")) way.remove();
  for (const named of note.querySelectorAll("[id]")) named.removeAttribute("id");
  return note.childNodes;
}

function copyOf(call) {
  const number = call.cloneNode(true);
  number.className = "ds-note__number";
  return element("ds-note", number, ...contentOf(call));
}

function fillMargin() {
  const last = {};
  for (const call of calls) {
    const section = call.closest("article section, article"); // in each of which a note is shown once
    if (section === last[call.hash] || call.closest(".ds-notes")) continue;
    last[call.hash] = section;
    beside.set(call, copyOf(call));
  }
  margin.append(...beside.values());
  for (const link of margin.querySelectorAll("a")) link.tabIndex = -1;
}

/* Put each note beside its line, or below the one before it; the styles say whether there is a margin. */
function layOut() {
  const isWide = getComputedStyle(margin).display !== "none";
  if (isWide && !beside.size) fillMargin();
  const start = margin.getBoundingClientRect().top;
  const notes = isWide ? Array.from(beside, ([call, copy]) =>
    [copy, copy.offsetHeight, call.parentElement.getBoundingClientRect()]) : [];
  let free = 0;
  for (const [copy, height, line] of notes) {
    const isThere = line.height > 0; // the call may be folded away
    const top = Math.max(line.top - start, free);
    copy.classList.toggle("ds-note--uncalled", !isThere);
    if (!isThere) continue;
    copy.style.top = `${top}px`;
    free = top + height;
  }
  article.style.minHeight = `${free}px`;
}

function isPart(node) {
  return current && node && (current.contains(node) || box.contains(node));
}

function later(act, pause) {
  clearTimeout(timer);
  timer = setTimeout(act, pause);
}

function hide() {
  clearTimeout(timer);
  const closed = box;
  current?.removeAttribute("aria-details");
  current = box = null;
  closed?.remove(); // last: with the focus in it, the box asks to be hidden again
}

function show(call) {
  if (call === current) return;
  hide();
  current = call;
  box = copyOf(call);
  for (const short of box.querySelectorAll(".note-short")) box.append(...contentOf(short)); // in full, too
  Object.assign(box, { id: "__note", role: "note", ariaLabel: call.ariaLabel, tabIndex: -1, popover: "manual" });
  call.setAttribute("aria-details", box.id);
  call.parentElement.after(box);
  box.showPopover();
  const line = call.getBoundingClientRect();
  const { offsetHeight: height, offsetWidth: width } = box;
  const isAbove = line.bottom + GAP + height > innerHeight && line.top > height;
  const last = document.documentElement.clientWidth - width - EDGE;
  box.style.left = `${Math.max(Math.min((line.left + line.right - width) / 2, last), EDGE) + scrollX}px`;
  box.style.top = `${(isAbove ? line.top - height - GAP : line.bottom + GAP) + scrollY}px`;
}

function callAt(node) {
  return calls.find(call => call.contains(node));
}

function isBeside(call) {
  return beside.get(call)?.offsetHeight;
}

function watch() {
  document.addEventListener("pointerover", ({ target, pointerType }) => {
    if (pointerType !== "mouse") return;
    const call = callAt(target);
    for (const [one, copy] of beside) copy.classList.toggle("ds-note--called", one === call);
    if (isPart(target)) clearTimeout(timer);
    else if (call && !isBeside(call)) later(() => show(call), SHOW);
    else later(() => isPart(document.activeElement) || hide(), HIDE);
  });
  document.addEventListener("pointerdown", ({ target }) => isPart(target) || hide());
  article.addEventListener("click", event => {
    const call = event.pointerType === "touch" && callAt(event.target);
    if (!call || isBeside(call)) return;
    event.preventDefault(); // the number in the box leads to the end of the page
    if (call === current) hide();
    else show(call);
  });
  article.addEventListener("focusin", ({ target }) => callAt(target)?.matches(":focus-visible") && show(target));
  article.addEventListener("focusout", ({ relatedTarget }) => isPart(relatedTarget) || hide());
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !current) return;
    if (box.contains(document.activeElement)) current.focus();
    hide();
  });
}

margin.ariaHidden = "true";
article.append(margin);
new ResizeObserver(layOut).observe(article);
addEventListener("resize", layOut);
if (HTMLElement.prototype.showPopover) watch();
