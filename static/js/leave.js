/* "Leave this page": at once, and so that Back does not lead here again. Without this script the
   form does it alone, and Back asks the server, which shows nothing of the lesson. */
(() => {
  const form = document.getElementById("way-out");
  const PATIENCE = 800; // milliseconds to wait for the end of the session; it is sent in any case
  const PRESSES = 3;
  const WITHIN = 3000; // milliseconds
  let gone = false;
  let pressed = [];

  const blank = () => {
    document.documentElement.hidden = true;
  };

  const leave = () => {
    if (gone) return;
    gone = true;
    blank();
    const away = () => location.replace(form.dataset.to);
    fetch(form.action, { method: "POST", keepalive: true, redirect: "manual" }).then(away, away);
    setTimeout(away, PATIENCE);
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    leave();
  });

  document.addEventListener("keydown", (event) => {
    if (event.repeat) return;
    const now = event.timeStamp;
    pressed = event.key === "Escape" ? [...pressed.filter((at) => now - at < WITHIN), now] : [];
    if (pressed.length >= PRESSES) leave();
  });

  // A page that the browser kept alive behind another one is asked for anew.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    blank();
    location.reload();
  });
})();
