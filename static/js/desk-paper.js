/* Buttons that only a script can serve: printing, and copying a text. Without this script they stay
   hidden; the page is printed by the browser, and the text can be selected. */
(() => {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  const announce = document.getElementById("announce");
  for (const button of document.querySelectorAll("[data-copy]")) {
    const field = document.getElementById(button.dataset.copy);
    button.hidden = false;
    button.addEventListener("click", () => {
      const copied = () => {
        announce.textContent = button.dataset.copied;
        button.textContent = button.dataset.copied;
      };
      const byHand = () => {
        field.focus();
        field.select();
        if (document.execCommand("copy")) copied();
      };
      if (navigator.clipboard) navigator.clipboard.writeText(field.value).then(copied, byHand);
      else byHand();
    });
  }
})();
