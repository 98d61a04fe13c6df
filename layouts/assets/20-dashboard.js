// What the browser does by itself: name the page, follow an anchor, turn a filter into an address.
(function () {
  "use strict";
  var shown = null, toldAt = "";

  // The place may still have to be drawn, and charts above it push it away: whenever the page takes another height it
  // is brought back, for five seconds or until the reader moves.
  function follow(hash) {
    var watch = new ResizeObserver(function () {
      var place = document.getElementById(decodeURIComponent(hash.slice(1)));
      if (place) { lay(place); unfold(place.closest(".folds:not(.opened)"), true); place.scrollIntoView(); }
    });
    function end() { watch.disconnect(); }
    ["wheel", "touchstart", "pointerdown", "keydown"].forEach(function (move) {
      window.addEventListener(move, end, { once: true, passive: true });
    });
    watch.observe(document.body);
    window.setTimeout(end, 5000);
  }

  // A link to something folded away behind a line opens it; true where it was folded.
  function lay(place) {
    var folded = place.closest("details:not([open])");
    if (folded) { folded.open = true; }
    return Boolean(folded);
  }

  // What the page brings with it, or has asked for already (04-ask.js), is not asked for again.
  var brought = document.getElementById("page-start");
  brought = brought ? JSON.parse(brought.textContent) : {};

  function question(asked) { return JSON.stringify([asked.output, asked.inputs, asked.state]); }

  function askedEarly(address, options) {
    var taken = window.askedEarly;
    if (!taken || address.indexOf("_dash-update-component") < 0) { return null; }
    window.askedEarly = null;
    return question(JSON.parse(options.body)) === question(taken.question) ? taken.answer : null;
  }

  function known(address) {
    var part = Object.keys(brought).filter(function (name) { return address.slice(-name.length) === name; })[0];
    if (!part) { return null; }
    var answer = new Response(JSON.stringify(brought[part]), { headers: { "Content-Type": "application/json" } });
    delete brought[part];
    return Promise.resolve(answer);
  }

  // A session that has ended is told by 401: the page is asked for again, and the server leads to the way in.
  var ask = window.fetch;
  window.fetch = function (address, options) {
    var self = this, given = arguments, told = String(address && address.url || address), first = askedEarly(told, options);
    var page = options && typeof options.body === "string" && options.body.indexOf("..answer.data") >= 0;
    function anew() { return ask.apply(self, given); }
    if (page) { awaits(options.body); }
    return (known(told) || (first ? first.catch(anew) : anew())).then(function (answer) {
      if (page) { gone(answer.status >= 400 || answer.headers.has("Tuoyu-Fault")); arrived(); }
      if (answer.status === 401 && answer.url.indexOf("_dash-update-component") > 0) { window.location.reload(); }
      return answer;
    }, function (failure) {
      if (page) { gone(true); arrived(); }
      throw failure;
    });
  };

  // The framework now and then loses a change of the address that comes while another one is being asked for. Once all
  // answers are there, and a moment later the last page asked for is still not that of the address, it is asked for.
  var waiting = 0, lastAsked = null;

  function here() { return window.location.pathname + window.location.search; }

  function awaits(body) {
    waiting += 1;
    lastAsked = JSON.parse(body).inputs.slice(0, 2).map(function (one) { return one.value || ""; }).join("");
  }

  function arrived() {
    waiting -= 1;
    window.setTimeout(function () {
      if (waiting || lastAsked === here()) { return; }
      lastAsked = here();  // once for each address
      window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
      window.dash_clientside.set_props("again", { data: Date.now() });
    }, 400);
  }

  // Where the page of an address cannot be had, that of the address before it must not stand there as if it were it.
  function gone(isGone) {
    if (isGone) { document.documentElement.dataset.gone = "1"; } else { delete document.documentElement.dataset.gone; }
  }

  document.addEventListener("click", function (event) {
    if (event.target.closest && event.target.closest(".ask-again")) { window.location.reload(); }
  });

  // Whoever hands in or writes types the name once: the browser remembers it. Who decides on a return signs by hand.
  function handsIn() { return document.querySelector("#upload-judgement, #briefing-save") !== null; }

  function recall() {
    if (!handsIn()) { return; }
    var field = document.getElementById("actor"), name = window.localStorage.getItem("actor");
    if (field && name && !field.value) { window.dash_clientside.set_props("actor", { value: name }); }
  }

  // The field inside a place for a file is told to a screen reader in the words of the place, once it is drawn.
  function name(times) {
    document.querySelectorAll(".drop").forEach(function (place) {
      var field = place.querySelector("input[type=file]");
      if (field) { field.setAttribute("aria-label", place.textContent); times = 0; }
    });
    if (times) { window.setTimeout(name, 50, times - 1); }
  }

  document.addEventListener("change", function (event) {
    if (event.target.id === "actor" && handsIn()) { window.localStorage.setItem("actor", event.target.value); }
  });

  // The navigation of a narrow screen: a button opens and shuts it; Escape and another page shut it.
  function menu(open) {
    var button = document.querySelector(".menu-button");
    if (!button) { return; }
    button.setAttribute("aria-expanded", String(open));
    button.closest(".site-head").classList.toggle("opened", open);
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest(".menu-button");
    if (button) { menu(button.getAttribute("aria-expanded") !== "true"); }
  });

  // On a telephone a long part of a page is its head and a button; whatever leads into it opens it.
  var opened = {};

  function unfold(part, open) {
    if (!part) { return; }
    opened[window.location.pathname + "#" + part.id] = open;
    part.classList.toggle("opened", open);
    part.querySelector(".fold-button").setAttribute("aria-expanded", String(open));
    if (open) { unfold(part.parentNode.closest(".folds"), true); }
    window.dispatchEvent(new Event("resize"));  // charts in it take their width
  }

  // A tree drawn anew (another period, another order) is open where the one before it was.
  new MutationObserver(function () {
    document.querySelectorAll(".folds:not(.opened)").forEach(function (part) {
      if (opened[window.location.pathname + "#" + part.id]) { unfold(part, true); }
    });
  }).observe(document.documentElement, { childList: true, subtree: true });

  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest(".fold-button");
    if (button) { unfold(button.closest(".folds"), button.getAttribute("aria-expanded") !== "true"); }
  });

  window.addEventListener("hashchange", function () {
    var place = document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
    var part = place && place.closest(".folds:not(.opened)");
    if (place && lay(place)) { place.scrollIntoView(); }
    if (part && part.querySelector(".fold-button").offsetParent) { unfold(part, true); place.scrollIntoView(); }
  });

  // On paper the address of a page is whole: the server does not know under which name it was reached.
  function address() {
    var place = document.getElementById("paper-address");
    if (place) { place.setAttribute("data-origin", window.location.origin); }
  }

  // A new page starts at its top (or its anchor) and takes the focus; the same page stays where the reader is.
  function settle() {
    var page = window.location.pathname;
    recall();
    name(20);
    address();
    if (toldAt && toldAt !== window.location.href) { document.getElementById("told").textContent = toldAt = ""; }
    if (page === shown) { return; }
    menu(false);
    if (window.location.hash) { window.setTimeout(follow, 50, window.location.hash); }
    if (shown !== null) { document.getElementById("main").focus({ preventScroll: true }); }
    shown = page;
  }

  // Links of the framework jump to the top; one that only changes what this page shows must not, but to its anchor.
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[href]");
    if (!link || link.pathname !== window.location.pathname || link.search === window.location.search) { return; }
    var height = window.scrollY;
    window.setTimeout(function () {
      window.scrollTo(0, height);
      if (link.hash) { follow(link.hash); }
    }, 0);
  }, true);

  // Pointing at a hexagon tells its township: name, state and slots, in the words that the map carries.
  var tip = null;

  function told(cell) {
    var map = cell.parentNode, place = Array.prototype.indexOf.call(map.children, cell);
    var slots = map.dataset.slots.split(",")[place];
    return (slots ? map.dataset.hover : map.dataset.hoverUnknown)
      .replace("{name}", cell.dataset.name).replace("{coverage}", map.dataset[cell.className]).replace("{slots}", slots);
  }

  document.addEventListener("mouseover", function (event) {
    var cell = event.target.closest && event.target.closest(".hexagons > i");
    if (tip) { tip.remove(); tip = null; }
    if (!cell) { return; }
    tip = document.createElement("div");
    tip.className = "tip";
    tip.textContent = told(cell);
    document.body.appendChild(tip);
    var box = cell.getBoundingClientRect(), left = box.left + box.width / 2 - tip.offsetWidth / 2;
    tip.style.left = Math.max(4, Math.min(left, window.innerWidth - tip.offsetWidth - 4)) + "px";
    tip.style.top = Math.max(4, box.top - tip.offsetHeight - 4) + "px";
  });

  // A button that copies the words of another element, and says so for a moment.
  function copy(words) {
    if (navigator.clipboard && window.isSecureContext) { return navigator.clipboard.writeText(words); }
    var field = document.createElement("textarea");
    field.value = words;
    document.body.appendChild(field);
    field.select();
    document.execCommand("copy");
    field.remove();
    return Promise.resolve();
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-copy]");
    if (!button) { return; }
    var label = button.textContent;
    copy(document.getElementById(button.dataset.copy).textContent).then(function () {
      button.textContent = button.dataset.copied;
      window.setTimeout(function () { button.textContent = label; }, 1500);
    });
  });

  // Put a change (callbacks/difference.py) on what is shown, leaving what is shown as it was.
  var facts = {}, lastDone = null, names = { c: "children", k: "className", h: "href", s: "style" };

  function figureOf(link) { return new URLSearchParams(link.search).get("explain"); }

  // A figure opens how it came about: its link names the figure, the rest of the address stays as it is.
  function asked(link) {
    var query = new URLSearchParams(window.location.search);
    query.set("explain", figureOf(link));
    return window.location.pathname + "?" + query.toString();
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a.why");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) { return; }
    event.preventDefault();
    window.history.pushState({}, "", asked(link));
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  });

  document.addEventListener("pointerdown", function (event) {
    var link = event.target.closest && event.target.closest("a.why");
    if (link) { link.href = asked(link); }
  });

  document.addEventListener("keydown", function (event) {
    var close = event.key === "Escape" && document.querySelector("#account .close");
    var button = document.querySelector(".menu-button[aria-expanded=true]");
    if (close) { close.click(); }
    if (event.key === "Escape" && button && !close) { menu(false); button.focus(); }
  });

  // A new tree takes the place of what was focused: the keyboard goes on from the same thing in the same part.
  function sought(node) {
    var part = node && node.closest && node.closest("section[id], header, .filters");
    if (!node || node === document.body || node.id === "main" || !part) { return null; }
    return { node: node, id: node.id, tag: node.tagName, words: node.textContent, part: part.id ? "#" + part.id : "." + part.className };
  }

  // The new tree may still have to be drawn: while the old one keeps the focus, look again for a second.
  function refocus(lost, times) {
    var focused = document.activeElement;
    if (lost && focused === lost.node) {
      if (times) { window.setTimeout(refocus, 50, lost, times - 1); }
      return;
    }
    if (!lost || (focused && focused !== document.body)) { return; }
    var place = lost.id ? document.getElementById(lost.id) : Array.from(document.querySelectorAll(lost.part + " " + lost.tag))
      .find(function (one) { return one.textContent === lost.words; });
    if (!place) { place = document.querySelector(lost.part + " a, " + lost.part + " summary"); }
    if (place) { place.focus({ preventScroll: true }); }
  }

  var toldOf = "";
  function attend() {
    var panel = document.getElementById("account");
    var figure = panel ? new URLSearchParams(window.location.search).get("explain") : "";
    if (figure === toldOf) { return; }
    var before = toldOf;
    toldOf = figure;
    if (panel) { document.getElementById("account-title").focus(); return; }
    var opener = Array.from(document.querySelectorAll("a.why")).find(function (link) { return figureOf(link) === before; });
    if (opener) { opener.focus(); }
  }

  // What was answered about a file is the reader's, and not part of any screen: a screen sent whole must not take it
  // away from the page on which it stands.
  var answers = ["upload-judgement"];

  function named(part, id) {
    var found = null, children = part && part.props ? part.props.children : part;
    if (part && part.props && part.props.id === id) { return part; }
    [].concat(children || []).some(function (child) {
      found = child && typeof child === "object" ? named(child, id) : null;
      return found;
    });
    return found;
  }

  function keepAnswers(old, main) {
    answers.forEach(function (id) {
      var before = named(old, id), now = before && named(main, id);
      if (now) { now.props.children = before.props.children; }
    });
  }

  function copied(part) { return Array.isArray(part) ? part.slice() : Object.assign({}, part); }

  // The copy in which the first step of a path is taken, and the key of that step there.
  function reached(part, step) {
    if (Array.isArray(part) || !(part.props && part.namespace)) { return [part, step]; }
    part.props = copied(part.props);
    if (step !== "n" && !/^[0-9]+$/.test(step)) { return [part.props, names[step] || step]; }
    return [part.props.children = copied(part.props.children), step];
  }

  // A new value as it was written: components in it are {"<Td": {props}}, of another library {"<Link@library": {props}}.
  function read(value) {
    if (Array.isArray(value)) { return value.map(read); }
    if (!value || typeof value !== "object") { return value; }
    var keys = Object.keys(value), found = {}, isPart = keys.length === 1 && keys[0].charAt(0) === "<";
    var given = isPart ? value[keys[0]] : value, told = isPart ? keys[0].slice(1).split("@") : [];
    Object.keys(given).forEach(function (key) { found[isPart && names[key] || key] = read(given[key]); });
    return isPart ? { props: found, type: told[0], namespace: told[1] || "dash_html_components" } : found;
  }

  // A whole value, or parts of words that give way to others: place, length and words of each.
  function exchanged(old, change) {
    if (change.length < 3) { return change.length === 1 ? change[0] : read(change[1]); }
    var words = "", end = 0;
    for (var at = 0; at < change.length; at += 3) {
      words += old.slice(end, change[at]) + change[at + 2];
      end = change[at] + change[at + 1];
    }
    return words + old.slice(end);
  }

  // What is alike in several places is told once (callbacks/folding.py): here each place gets its own again.
  function unfolded(change) {
    if (!change["@"] && !change["#"]) { return change; }
    var parts = Object.assign({}, change);
    delete parts["@"];
    delete parts["#"];
    (change["@"] || []).forEach(function (group) {
      var place = 0;
      group.slice(1).forEach(function (step) { parts[place += step] = group[0]; });
    });
    (change["#"] || []).forEach(function (group) {
      var place = 0;
      group.slice(1).forEach(function (line) {
        var part = parts[place += line[0]] = {};
        group[0].forEach(function (path, at) { part[path] = line[at + 1]; });
      });
    });
    return parts;
  }

  // The same screen with other words in its addresses; what holds none of them stays the same thing.
  function swapped(part, swap) {
    if (typeof part === "string") { return part.split(swap[0]).join(swap[1]); }
    if (!part || typeof part !== "object") { return part; }
    var copy = part;
    Object.keys(part).forEach(function (key) {
      var made = swapped(part[key], swap);
      if (made === part[key]) { return; }
      if (copy === part) { copy = copied(part); }
      copy[key] = made;
    });
    return copy;
  }

  // A list put together from runs of the old one: start (null: new ones) and length of each.
  function arranged(parts, runs) {
    var old = parts.splice(0, parts.length);
    for (var at = 0; at < runs.length; at += 2) {
      for (var step = 0; step < runs[at + 1]; step += 1) { parts.push(runs[at] === null ? null : old[runs[at] + step]); }
    }
  }

  function changed(old, change, words) {
    if (typeof change === "number") { change = words[change]; }
    var told = typeof change === "string", parts;
    if (told || Array.isArray(change)) {
      if (old && old.props && old.namespace && (told || change.length > 2)) {
        parts = copied(old);
        parts.props = Object.assign({}, old.props, { children: told ? change : exchanged(old.props.children, change) });
        return parts;
      }
      return told ? change : exchanged(old, change);
    }
    parts = copied(old);
    change = unfolded(change);
    if (Array.isArray(change.n)) { arranged(reached(parts, "n")[0], change.n); }
    Object.keys(change).forEach(function (path) {
      if (path === "n") { if (!Array.isArray(change.n)) { reached(parts, path)[0].length = change.n; } return; }
      var gap = path.indexOf(" "), step = gap < 0 ? path : path.slice(0, gap), rest = {}, place = reached(parts, step);
      if (gap < 0) { rest = change[path]; } else { rest[path.slice(gap + 1)] = change[path]; }
      place[0][place[1]] = changed(place[0][place[1]], rest, words);
    });
    return parts;
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.dashboard = {
    // The answer is a whole screen, or a change of the one shown; if of another one, it is asked for again, whole.
    show: function (answer, head, main, shownScreen, asked) {
      var same = window.dash_clientside.no_update, screen = answer && answer.screen, parts = window.dashboard_parts;
      if (!answer) { return [same, same, same, same]; }
      head = parts.sent(head);
      main = parts.sent(main);
      if (answer.base) {
        if (answer.base !== shownScreen) { return [same, same, null, (asked || 0) + 1]; }
        var before = { head: head, main: main, facts: facts };
        screen = changed(answer.swap.length ? swapped(before, answer.swap) : before, screen, answer.words);
      } else if (window.location.pathname === shown) {
        keepAnswers(main, screen.main);
      }
      window.keepScenario(function (id) { return named(screen.main, id); }, screen.facts.address);
      var lost = window.location.pathname === shown ? sought(document.activeElement) : null;
      facts = screen.facts;
      document.title = facts.title;
      document.documentElement.lang = facts.lang;
      document.documentElement.dataset.address = facts.address;
      window.setTimeout(settle, 0);
      window.setTimeout(attend, 0);
      window.setTimeout(refocus, 50, lost, 20);
      return [parts.lighter(screen.head), parts.lighter(screen.main), answer.made, same];
    },

    // A file that is too large is not sent; of any other only its arrival is told, and the page asks with its bytes.
    takeFile: function (contents, name) {
      var same = window.dash_clientside.no_update, place = document.getElementById("upload-judgement");
      if (!contents || !place) { return [same, same]; }
      var bytes = (contents.length - contents.indexOf(",") - 1) * 3 / 4;
      if (bytes <= Number(place.dataset.most)) { return [{ name: name, at: Date.now() }, same]; }
      return [same, { namespace: "dash_html_components", type: "P",
        props: { children: place.dataset.large, className: "told-no", role: "alert" } }];
    },

    // What was decided is told above the page, and shown by asking for the page again, once for each decision.
    askAgain: function (done, asked) {
      if (!done || done.mark === lastDone) { return window.dash_clientside.no_update; }
      lastDone = done.mark;
      document.getElementById("told").textContent = done.words;
      toldAt = window.location.href;
      return (asked || 0) + 1;
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
        if (asOf && asOf < "2000") { return window.dash_clientside.no_update; } // a year half typed
        if (before === (asOf || "")) { return window.dash_clientside.no_update; }
        if (asOf) { query.set("as_of", asOf); } else { query.delete("as_of"); }
      }
      var words = query.toString();
      var wanted = words ? "?" + words : "";
      return wanted === (search || "") ? window.dash_clientside.no_update : wanted;
    }
  };
})();
