/* What only the browser knows of a printed page: the day, and where it was read if the site does not know its address. */

const address = document.querySelector(".ds-printed__address");
const day = document.querySelector(".ds-printed__day");

addEventListener("beforeprint", () => {
  if (!day) return; // the error page, which belongs to no language
  const locale = `${day.dataset.locale}-u-nu-latn`; // figures as in the text
  const today = new Date().toLocaleDateString(locale, { dateStyle: "long" });
  day.textContent = day.dataset.words.replace("{date}", today);
  address.textContent ||= location.href.split("#")[0];
});
