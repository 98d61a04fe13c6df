// A search form changes the address without loading the page again; a link to a part of the page shown goes there.
(function () {
  "use strict";

  function go(search) {
    window.history.pushState({}, "", window.location.pathname + search);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  }

  document.addEventListener("submit", function (event) {
    var form = event.target, query = new URLSearchParams();
    if (!form.classList.contains("find")) { return; }
    event.preventDefault();
    new FormData(form).forEach(function (value, name) { if (String(value).trim()) { query.set(name, String(value).trim()); } });
    go(query.toString() ? "?" + query.toString() : "");
  });

  // Heard before the framework changes the address, and done after it has jumped to the top.
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[href*='#']");
    if (!link || link.pathname !== window.location.pathname || link.search === window.location.search) { return; }
    window.setTimeout(function () {
      var place = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (place) { place.scrollIntoView(); }
    }, 60);
  }, true);
})();
