/* A browser without cascade layers skips every rule of ours: it gets the same rules without them. */
(function () {
  if (window.CSSLayerBlockRule) return;
  var link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = document.currentScript.getAttribute("data-styles");
  document.head.appendChild(link);
})();
