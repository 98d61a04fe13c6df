// A browser older than the stated minimum (Chromium 87, Firefox 78, Safari 14.1) is led to the plain page of the same
// address. Written so that a browser of 2012 can read it; the base of the dashboard stands in the page itself.
(function () {
  "use strict";
  var css = window.CSS, able = css && css.supports && css.supports("inset", "0") && window.URLSearchParams &&
    window.Promise && Object.assign && Array.prototype.flat;
  var link = document.getElementById("plain-link");
  if (!able && link) { window.location.replace(link.getAttribute("href")); }
})();
