/* The desk by keys: what is written on a button as its key presses it, and whatever a scanner types
   outside a field begins in the one field. Without this script both are a Tab away. */
(() => {
  const ONE_SIGN = 1;
  const field = () => document.getElementById("id_fact");
  const takesText = (element) =>
    element.matches("input:not([type=radio]):not([type=checkbox]), textarea, select");

  /* Whether something here would be lost by leaving: typed, with an error, or shown only once. */
  const isHalfDone = () =>
    document.querySelector("main .error-summary, main [data-stay]") ||
    [...document.querySelectorAll("main input:not([type=hidden]), main textarea")].some((one) =>
      one.matches("[type=radio], [type=checkbox]")
        ? one.checked !== one.defaultChecked
        : one.value !== one.defaultValue,
    );

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.repeat || event.isComposing) return;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const labelled = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (labelled && !(event.key === "Escape" && event.target.matches("select"))) {
      event.preventDefault();
      labelled.click();
      return;
    }
    const one = field();
    const desk = document.querySelector("[data-desk]");
    if (!one) {
      if (event.key === "Escape" && desk && !event.target.matches("select") && !isHalfDone()) {
        desk.click();
      }
      return;
    }
    if (event.key === "Escape") {
      one.value = "";
      one.focus();
    } else if (event.key.length === ONE_SIGN && event.key !== " " && !takesText(event.target)) {
      one.focus(); // the sign itself is then typed there
    }
  });
})();
