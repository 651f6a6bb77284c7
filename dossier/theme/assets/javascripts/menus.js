/* The navigation of narrow windows and the language switcher, for the keyboard and for screen readers. */

const toggle = document.getElementById("__drawer"); // Material's own, which its styles and scripts know
const drawer = document.querySelector(".md-sidebar--primary");
const button = document.querySelector(".ds-menu-button");
const switcher = document.querySelector(".md-header .md-select");

button.addEventListener("click", () => {
  toggle.click();
  drawer.querySelector("a").focus({ preventScroll: true }); // it stands far behind the button
});

toggle.addEventListener("change", () => {
  button.ariaExpanded = toggle.checked;
  if (!toggle.checked && drawer.contains(document.activeElement)) button.focus();
});

/* Who goes on behind the last link reads on: what has the focus must not lie under the drawer. */
drawer.addEventListener("focusout", ({ relatedTarget }) => {
  if (toggle.checked && relatedTarget && !drawer.contains(relatedTarget)) toggle.click();
});

/* The list of languages opens by itself; whom it covers something for closes it, until they come back. */
for (const leaving of ["focusout", "pointerleave"])
  switcher?.addEventListener(leaving, () => switcher.classList.remove("ds-shut"));

document.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  if (toggle.checked) toggle.click();
  if (switcher?.contains(document.activeElement)) switcher.querySelector("button").focus();
  if (switcher?.matches(":hover, :focus-within")) switcher.classList.add("ds-shut");
});

/* Without scripts neither is of use, and the focus must find neither. */
for (const one of document.querySelectorAll(".ds-menu-button, [data-md-component=palette]")) one.hidden = false;
