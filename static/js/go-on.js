/* Going on to the lesson puts it in the place of this page, so that Back leads behind both. Without
   this script, or where it fails, the form does it, and both stand in the history by one address. */
(() => {
  const form = document.getElementById("go-on");
  document.getElementById("by-keyboard").hidden = false; // it takes a script there too
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const sent = { method: "POST", body: new FormData(form), redirect: "manual" };
    fetch(form.action, sent).then(
      (answer) => (answer.type === "opaqueredirect" ? location.replace(form.action) : form.submit()),
      () => form.submit(),
    );
  });
})();
