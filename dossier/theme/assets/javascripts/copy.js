/* Buttons that copy: the link to a part of the page, or a text. Without this script the same is reached by hand. */

const SHOWN = 2000; // milliseconds for which it is said that something was copied

const words = document.querySelector("script[data-copied]").dataset;
const status = document.createElement("p");
let timer;

async function write(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch { // browsers give the clipboard to safe pages only, and this way to all
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
}

function say(button) {
  clearTimeout(timer);
  document.querySelector(".ds-copy--done")?.classList.remove("ds-copy--done");
  button.classList.add("ds-copy--done");
  status.textContent = words.copied;
  timer = setTimeout(() => {
    button.classList.remove("ds-copy--done");
    status.textContent = ""; // so that the same words are news the next time
  }, SHOWN);
}

function addButton(part) {
  const link = part.querySelector(":scope > .headerlink, :scope > h3 > .headerlink");
  const button = document.createElement("button");
  button.type = "button";
  button.className = link ? "ds-copy ds-copy--link" : "ds-copy";
  if (link) button.ariaLabel = button.title = words.link;
  else button.textContent = words.text;
  const name = part.previousElementSibling?.matches("summary") && part.previousElementSibling.textContent;
  if (name) button.ariaLabel = `${words.text} ${name}`;
  button.addEventListener("click", async () => {
    await write(link ? link.href : part.textContent);
    button.focus(); // which the other way has taken
    say(button);
  });
  if (link) (link.closest("h3") ?? link).after(button);
  else part.after(button);
}

status.className = "ds-copied";
status.role = "status";
document.querySelector("article").append(status);
for (const part of document.querySelectorAll("[data-copy]")) addButton(part);
