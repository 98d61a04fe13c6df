// Several returns chosen at once: named and weighed before they are sent.
(function () {
  "use strict";
  window.dash_clientside = window.dash_clientside || {};
  var own = window.dash_clientside.dashboard = window.dash_clientside.dashboard || {};
  function made(type, props) { return { namespace: "dash_html_components", type: type, props: props }; }
  own.listFiles = function (contents, names) {
    var place = document.getElementById("import-chosen");
    if (!contents || !contents.length || !place) { return [null, true]; }
    var bytes = 0;
    contents.forEach(function (one) { bytes += (one.length - one.indexOf(",") - 1) * 3 / 4; });
    if (bytes > Number(place.dataset.most)) {
      return [made("P", { children: place.dataset.large, className: "told-no", role: "alert" }), true];
    }
    return [made("Ul", { children: names.map(function (name) { return made("Li", { children: name }); }) }), false];
  };
})();
