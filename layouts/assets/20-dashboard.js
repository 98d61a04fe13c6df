// What the browser does by itself: name the page, follow an anchor, turn a filter into an address.
(function () {
  "use strict";
  var shown = null;

  function follow(hash) {
    var place = hash && document.getElementById(decodeURIComponent(hash.slice(1)));
    if (place) { place.scrollIntoView(); }
  }

  // A new page starts at its top (or its anchor) and takes the focus; the same page stays where the reader is.
  function settle() {
    var page = window.location.pathname;
    if (page === shown) { return; }
    if (window.location.hash) { follow(window.location.hash); }
    if (shown !== null) { document.getElementById("main").focus({ preventScroll: true }); }
    shown = page;
  }

  // Links of the framework jump to the top; a link that only changes what this page shows must not.
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[href]");
    if (!link || link.pathname !== window.location.pathname || link.search === window.location.search) { return; }
    var height = window.scrollY;
    window.setTimeout(function () { window.scrollTo(0, height); }, 0);
  }, true);

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.dashboard = {
    announce: function (facts) {
      if (facts) {
        document.title = facts.title;
        document.documentElement.lang = facts.lang;
        window.setTimeout(settle, 0);
      }
      return window.dash_clientside.no_update;
    },

    // Fields that were only drawn, and not touched, must not change the address.
    changeFilters: function (period, plan, asOf, search) {
      var touched = window.dash_clientside.callback_context.triggered;
      if (!touched.length || touched.length > 1) { return window.dash_clientside.no_update; }
      var query = new URLSearchParams(search || "");
      var id = touched[0].prop_id;
      if (id === "filter-period.value") { query.set("period", period); }
      if (id === "filter-plan.value") { query.set("plan", plan); }
      if (id === "filter-as-of.value") {
        var before = (query.get("as_of") || "").slice(0, 10);
        if (before === (asOf || "")) { return window.dash_clientside.no_update; }
        if (asOf) { query.set("as_of", asOf); } else { query.delete("as_of"); }
      }
      var words = query.toString();
      var wanted = words ? "?" + words : "";
      return wanted === (search || "") ? window.dash_clientside.no_update : wanted;
    }
  };
})();
