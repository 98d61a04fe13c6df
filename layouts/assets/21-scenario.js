// The fields of a scenario write themselves into the address, and only where they are not at their default.
(function () {
  "use strict";

  function numbers(field) {
    var least = Number(field.min), most = Number(field.max), value = Math.round(Number(field.value));
    if (field.value === "" || isNaN(value)) { return null; }
    return Math.min(most, Math.max(least, value));
  }

  // What a group of fields writes into the address; null where it stands at its default.
  function written(group) {
    var kept = [], field = group.querySelector("input, select"), value;
    if (group.dataset.scenario === "targets") {
      group.querySelectorAll("[data-value]").forEach(function (one) {
        if (one.querySelector("input").checked) { kept.push(one.dataset.value); }
      });
      value = kept.sort().join("~") || "none";
      return value === group.dataset.default ? null : value;
    }
    if (group.dataset.scenario === "limits") {
      group.querySelectorAll("[data-value]").forEach(function (one) {
        var number = numbers(one.querySelector("input"));
        if (number !== null && String(number) !== one.dataset.default) { kept.push(one.dataset.value + "." + number); }
      });
      return kept.join("~") || null;
    }
    if (field.type === "checkbox") { return field.checked ? null : "no"; }
    value = field.tagName === "SELECT" ? field.value : String(numbers(field));
    return value === group.dataset.default || value === "null" || value === "" ? null : value;
  }

  // What was changed waits until the fields rest: a slider that is moved asks once, and leaves one step to go back.
  var REST = 250, changes = {}, timer = 0;

  function write(path) {
    var query = new URLSearchParams(window.location.search), names = Object.keys(changes), words;
    if (window.location.pathname === path) {
      names.forEach(function (name) {
        if (changes[name] === null) { query.delete(name); } else { query.set(name, changes[name]); }
      });
    }
    changes = {};
    words = query.toString();
    words = words ? "?" + words : "";
    if (words === window.location.search) { return; }
    window.history.pushState({}, "", window.location.pathname + words);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  }

  document.addEventListener("change", function (event) {
    var group = event.target.closest && event.target.closest("[data-scenario]"), value;
    if (!group) { return; }
    if (event.target.type === "number" && group.classList.contains("slider")) {
      value = numbers(event.target);
      if (value === null) { return; }
      group.querySelector("input[type=range]").value = value;
      value = String(value) === group.dataset.default ? null : String(value);
    } else {
      value = written(group);
    }
    changes[group.dataset.scenario] = value;
    window.clearTimeout(timer);
    timer = window.setTimeout(write, REST, window.location.pathname);
  });

  // A page that comes while fields are moved, or that was asked for before the last of them, must not take them out of
  // the hand: into it goes what stands in them.
  var sliding = false;

  ["pointerdown", "pointerup", "pointercancel"].forEach(function (kind) {
    document.addEventListener(kind, function (event) {
      sliding = kind === "pointerdown" && Boolean(event.target.closest && event.target.closest("[data-scenario]"));
    }, true);
  });

  window.keepScenario = function (page, address) {
    var last = window.location.pathname + window.location.search;
    if (address === last && !sliding && !Object.keys(changes).length) { return; }
    document.querySelectorAll("[data-scenario] input, [data-scenario] select").forEach(function (field) {
      var part = field.value !== "" && page(field.id);
      if (part) { part.props.value = field.type === "checkbox" ? field.checked : field.value; }
    });
  };

  // While a slider moves, the figure beside it moves along.
  document.addEventListener("input", function (event) {
    var group = event.target.closest && event.target.closest(".slider[data-scenario]");
    if (group && event.target.type === "range") { group.querySelector("input[type=number]").value = event.target.value; }
  });
})();
