/* Buttons that hand something to the phone's own "share": a link, or the picture of a certificate.
   They stay hidden where the browser cannot; the link can be copied and the picture saved. */
(() => {
  const share = (what) => navigator.share(what).catch(() => {}); // whoever closes it changes nothing
  for (const button of document.querySelectorAll("[data-share-link]")) {
    button.hidden = !navigator.share;
    button.addEventListener("click", () => share({ url: button.dataset.shareLink }));
  }
  const probe = () => ({ files: [new File([""], "a.png", { type: "image/png" })] });
  const takesFiles = () => navigator.canShare && navigator.canShare(probe());
  const ready = (root) => {
    for (const button of root.querySelectorAll("[data-share-picture]")) button.hidden = !takesFiles();
  };
  ready(document);
  document.addEventListener("htmx:load", (event) => ready(event.target));
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-share-picture]");
    if (!button) return;
    const address = button.dataset.sharePicture;
    try {
      const answer = await fetch(address);
      if (!answer.ok) throw new Error(answer.status);
      const file = new File([await answer.blob()], button.dataset.filename, { type: "image/png" });
      await navigator.share({ files: [file] });
    } catch (error) {
      if (error.name !== "AbortError") location.assign(address); // it opens, and can be saved
    }
  });
})();
