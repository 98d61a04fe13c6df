// A Word draft for the check of its numbers: weighed before it is sent.
(function () {
  "use strict";
  window.dash_clientside = window.dash_clientside || {};
  var own = window.dash_clientside.dashboard = window.dash_clientside.dashboard || {};
  own.takeDraft = function (contents, name) {
    var same = window.dash_clientside.no_update, place = document.getElementById("draft-checked");
    if (!contents || !place) { return [same, same]; }
    var bytes = (contents.length - contents.indexOf(",") - 1) * 3 / 4;
    if (bytes <= Number(place.dataset.most)) { return [{ name: name, at: Date.now() }, same]; }
    return [same, { namespace: "dash_html_components", type: "P",
      props: { children: place.dataset.large, className: "told-no", role: "alert" } }];
  };
})();
