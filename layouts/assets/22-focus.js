// A changed page is drawn anew, so whatever had the focus is gone: its like in the new page gets it back.
(function () {
  "use strict";
  var last = null, told = null;

  // How to find an element's like: by its id, by the place it stands for, or by its steps from the nearest id.
  function wayTo(part) {
    var steps = [], at = part;
    if (part.id) { return "#" + CSS.escape(part.id); }
    if (part.dataset && part.dataset.code) { return "." + part.parentNode.className.split(" ")[0] + " [data-code='" + part.dataset.code + "']"; }
    while (at && at !== document.body && !at.id) {
      steps.unshift(at.tagName.toLowerCase() + ":nth-child(" + (Array.prototype.indexOf.call(at.parentNode.children, at) + 1) + ")");
      at = at.parentNode;
    }
    return at && at.id ? "#" + CSS.escape(at.id) + " > " + steps.join(" > ") : null;
  }

  function wordsOf(part) { return part.tagName + (part.tagName === "A" ? part.textContent : ""); }

  document.addEventListener("focusin", function (event) {
    last = event.target;
    told = { way: wayTo(last), words: wordsOf(last), page: window.location.pathname };
  });

  // Who leaves an element that still stands there has meant to.
  document.addEventListener("focusout", function (event) {
    var left = event.target;
    window.setTimeout(function () { if (left === last && left.isConnected && document.activeElement !== left) { last = null; } }, 0);
  });

  new MutationObserver(function () {
    if (!last || last.isConnected) { return; }
    if (document.activeElement && document.activeElement !== document.body) { return; }
    if (told.page !== window.location.pathname || !told.way) { last = null; return; }
    var like = document.querySelector(told.way);
    if (like && wordsOf(like) === told.words) { like.focus({ preventScroll: true }); }
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
