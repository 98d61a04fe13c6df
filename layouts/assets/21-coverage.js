// The map of townships: looks, words and the keyboard for cells that the page sends once; the slider; the search.
(function () {
  "use strict";
  var tip = null, queued = false, pending = null;

  // "all" is how a list says that nothing in particular is chosen.
  function go(changes, drop) {
    var query = new URLSearchParams(window.location.search);
    Object.keys(changes).forEach(function (name) {
      if (changes[name] && changes[name] !== "all") { query.set(name, changes[name]); } else { query.delete(name); }
    });
    (drop || []).forEach(function (name) { query.delete(name); });
    var words = query.toString(), address = window.location.pathname + (words ? "?" + words : "");
    if (address === window.location.pathname + window.location.search) { return; }
    window.history.pushState({}, "", address);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  }

  function list(place, name, by) { return (place.dataset[name] || "").split(by); }
  function cellsOf(map) { return Array.prototype.slice.call(map.querySelectorAll("[data-code]")); }

  // A letter of data-looks is a class and a sentence; a capital one lies outside of what was asked for.
  function paint(map) {
    var signs = map.dataset.looks || "", values = list(map, "values", ",");
    var classes = list(map, "classes", " "), sentences = list(map, "sentences", "|");
    var cells = cellsOf(map), told = signs + map.dataset.values + map.dataset.sentences + map.dataset.chosen + cells.length;
    if (map.painted === told && cells[0] && cells[0].classList.length) { return; }
    map.painted = told;
    cells.forEach(function (cell, at) {
      var sign = signs.charAt(at), kind = sign.toLowerCase().charCodeAt(0) - 97, outside = sign !== sign.toLowerCase();
      var name = cell.dataset.name || cell.textContent, chosen = cell.dataset.code === map.dataset.chosen;
      cell.setAttribute("class", classes[kind] + (outside ? " outside" : "") + (chosen ? " chosen" : ""));
      cell.setAttribute("aria-label", sentences[kind].replace("{name}", name).replace("{value}", values[at]) +
        (outside ? map.dataset.outside : ""));
      cell.setAttribute("aria-selected", String(chosen));
    });
    rove(map, cells.find(function (cell) { return cell === document.activeElement; }) ||
      cells.find(function (cell) { return cell.dataset.code === map.dataset.chosen; }) || cells[0]);
  }

  // One stop of the tab key for the whole map.
  function rove(map, cell) {
    if (!cell) { return; }
    cellsOf(map).forEach(function (one) { one.setAttribute("tabindex", one === cell ? "0" : "-1"); });
  }

  function middle(cell) {
    var box = cell.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
  }

  var WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  // The nearest cell that way; one that lies aside counts as further off.
  function neighbour(map, cell, way) {
    var from = middle(cell), best = null, least = Infinity;
    cellsOf(map).forEach(function (one) {
      var at = middle(one), ahead = (at[0] - from[0]) * way[0] + (at[1] - from[1]) * way[1];
      var aside = Math.abs((at[0] - from[0]) * way[1]) + Math.abs((at[1] - from[1]) * way[0]);
      if (one !== cell && ahead > 1 && aside <= 2 * ahead && ahead + 2 * aside < least) {
        least = ahead + 2 * aside;
        best = one;
      }
    });
    return best;
  }

  function hide() { if (tip) { tip.remove(); tip = null; } }

  function tell(cell) {
    hide();
    tip = document.createElement("div");
    tip.className = "tip";
    tip.setAttribute("aria-hidden", "true");
    tip.textContent = cell.getAttribute("aria-label");
    document.body.appendChild(tip);
    var box = cell.getBoundingClientRect(), left = box.left + box.width / 2 - tip.offsetWidth / 2;
    tip.style.left = Math.max(4, Math.min(left, window.innerWidth - tip.offsetWidth - 4)) + "px";
    tip.style.top = Math.max(4, box.top - tip.offsetHeight - 4) + "px";
  }

  function cellAt(event) { return event.target.closest && event.target.closest(".townmap .cells [data-code]"); }
  function mapOf(cell) { return cell.closest(".cells"); }

  function choose(cell) {
    rove(mapOf(cell), cell);
    pending = "township";
    go({ township: cell.dataset.code }, ["page"]);
  }

  // Pointing and walking by keys tell the same; what was only clicked on tells nothing once the pointer has gone.
  function walked(place) { return Boolean(cellAt({ target: place }) && place.matches(":focus-visible")); }

  document.addEventListener("mouseover", function (event) {
    var cell = cellAt(event);
    if (cell) { tell(cell); } else if (tip && !walked(document.activeElement)) { hide(); }
  });
  document.addEventListener("focusin", function (event) { if (walked(event.target)) { tell(event.target); } });
  document.addEventListener("focusout", function (event) { if (cellAt(event)) { hide(); } });
  document.addEventListener("click", function (event) {
    var cell = cellAt(event);
    if (cell) { cell.focus({ preventScroll: true }); choose(cell); }
  });

  document.addEventListener("keydown", function (event) {
    var cell = cellAt(event), map = cell && mapOf(cell), next = null, cells;
    if (!cell || event.altKey || event.ctrlKey || event.metaKey) { return; }
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); choose(cell); return; }
    if (event.key === "Escape") { hide(); if (map.dataset.chosen) { go({ township: "" }); } return; }
    cells = cellsOf(map);
    if (WAYS[event.key]) { next = neighbour(map, cell, WAYS[event.key]) || cell; }
    if (event.key === "Home") { next = cells[0]; }
    if (event.key === "End") { next = cells[cells.length - 1]; }
    if (!next) { return; }
    event.preventDefault();
    rove(map, next);
    next.focus({ preventScroll: false });
  });

  // On a telephone what was chosen stands under the map: bring its head into sight, and leave the focus where it is.
  function show() {
    var panel = document.getElementById("township");
    if (pending !== "township" || !panel) { return; }
    pending = null;
    var box = panel.getBoundingClientRect();
    if (box.top > window.innerHeight - 120 || box.top < 0) { panel.scrollIntoView({ block: "start" }); }
  }

  // Outlines are fetched once; their paths take the place of cells in the order of the hexagons.
  function draw(map) {
    if (map.drawing || map.querySelector("svg")) { return; }
    map.drawing = true;
    window.fetch(map.dataset.outlines).then(function (answer) { return answer.text(); }).then(function (words) {
      var picture = new DOMParser().parseFromString(words, "image/svg+xml").documentElement;
      var codes = list(map, "codes", " "), names = list(map, "names", ","), paths = {};
      if (picture.nodeName !== "svg") { throw new Error("no outlines"); }
      picture.querySelectorAll("path").forEach(function (path) { paths[path.dataset.code] = path; });
      codes.forEach(function (code, at) {
        paths[code].setAttribute("role", "option");
        paths[code].dataset.name = names[at];
        picture.appendChild(paths[code]);
      });
      picture.setAttribute("role", "presentation");
      patterns(picture);
      map.appendChild(document.importNode(picture, true));
      map.drawing = false;
      later();
    }).catch(function () { // the hexagons show the same
      map.parentNode.classList.add("failed");
      map.parentNode.parentNode.querySelector(".on-paper").classList.remove("on-paper");
    });
  }

  // Hatching for what must not be told by colour alone.
  function patterns(picture) {
    var made = picture.ownerDocument.createElementNS("http://www.w3.org/2000/svg", "defs"), unit = 60;
    made.innerHTML = [["town-uncovered", "#ffffff", "M0,60L60,0M-15,15L15,-15M45,75L75,45", "#b3261e"],
      ["town-fragile", "#cfe6dd", "M0,30L60,30", "#00664f"], ["town-unknown", "#e4e7eb", "M30,20L30,40", "#595959"],
      ["town-zero", "#ffffff", "M10,10L50,50M50,10L10,50", "#b3261e"]].map(function (one) {
      return '<pattern xmlns="http://www.w3.org/2000/svg" id="' + one[0] + '" width="' + unit + '" height="' + unit +
        '" patternUnits="userSpaceOnUse"><rect width="' + unit + '" height="' + unit + '" fill="' + one[1] +
        '"/><path d="' + one[2] + '" stroke="' + one[3] + '" stroke-width="12"/></pattern>';
    }).join("");
    picture.insertBefore(made, picture.firstChild);
  }

  function sliderOf() { return document.getElementById("period-slider"); }

  // Said only where it is not said yet: what is written is itself a change that is noticed.
  function word(slider) {
    var box = slider.closest(".period-slider"), told = box.querySelector(".slider-told");
    var name = list(box, "names", "|")[Number(slider.value)] || "";
    if (slider.getAttribute("aria-valuetext") !== name) { slider.setAttribute("aria-valuetext", name); }
    if (told.textContent !== name) { told.textContent = name; }
  }

  // While it is dragged only the words follow; let go of, or moved by a key and left alone, it changes the address.
  var waiting = null;
  document.addEventListener("input", function (event) { if (event.target === sliderOf()) { word(event.target); } });
  document.addEventListener("change", function (event) {
    if (event.target !== sliderOf()) { return; }
    window.clearTimeout(waiting);
    waiting = window.setTimeout(function (slider) {
      go({ period: list(slider.closest(".period-slider"), "periods", ",")[Number(slider.value)] });
    }, 250, event.target);
  });

  document.addEventListener("change", function (event) {
    if (event.target.id === "map-unit") { go({ org_unit: event.target.value }, ["page"]); }
    if (event.target.id === "institution-search-org_unit") {
      go({ org_unit: event.target.value }, ["page", "township"]); // its townships are offered next
    }
  });

  document.addEventListener("submit", function (event) {
    if (event.target.id !== "institution-search") { return; }
    event.preventDefault();
    var given = {};
    new FormData(event.target).forEach(function (value, name) { given[name] = String(value).trim(); });
    if (given.name === "all") { given.name = "ALL"; } // compared without regard to capitals
    go(given, ["page"]);
  });

  // A page is drawn anew when it changes: the cell that the keyboard stood on is there again, and takes it back.
  var stood = null;
  document.addEventListener("focusin", function (event) { stood = cellAt(event) ? event.target.dataset.code : null; });
  document.addEventListener("focusout", function (event) {
    var left = event.target;
    window.setTimeout(function () { if (left.isConnected && document.activeElement === document.body) { stood = null; } }, 0);
  });

  function stand() {
    var cell = stood && document.activeElement === document.body &&
      document.querySelector(".townmap .cells [data-code='" + stood + "']");
    if (cell) { cell.focus({ preventScroll: true }); }
  }

  function refresh() {
    queued = false;
    document.querySelectorAll(".townmap .cells").forEach(function (map) {
      if (map.dataset.outlines) { draw(map); }
      paint(map);
    });
    if (sliderOf()) { word(sliderOf()); }
    stand();
    show();
  }

  function later() {
    if (!queued) { queued = true; window.requestAnimationFrame(refresh); }
  }

  new MutationObserver(function () {
    if (document.querySelector(".townmap")) { later(); }
  }).observe(document.documentElement, {
    childList: true, subtree: true, attributes: true,
    attributeFilter: ["data-looks", "data-values", "data-chosen", "data-sentences", "data-names"]
  });
})();
