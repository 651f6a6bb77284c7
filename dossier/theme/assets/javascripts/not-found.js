// The first of the browser's languages in which the page has a sentence comes first.
const find = (code) => document.querySelector(`.ds-not-found > [lang|="${code}"]`);
const own = navigator.languages.map((code) => find(code) ?? find(code.split("-")[0])).find(Boolean);
own?.parentNode.prepend(own);
