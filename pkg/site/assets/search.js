// Finds services in the browser, ranked as "sc search" ranks them: data.js holds what
// is searched, and nothing is asked of any server.
"use strict";
(function () {
  var main = document.getElementById("main");
  var field = document.querySelector("form[role=search] input");
  var list = document.getElementById("results");
  var status = document.getElementById("found");
  var language = main.dataset.language;
  var single = /^\p{Script=Han}$/u;
  var pairs = new Map(); // of each Han character

  function indexed(text) {
    var terms = catalogueTokens(text);
    terms.forEach(function (term) {
      var signs = Array.from(term);
      if (signs.length === 2 && signs.every(function (s) { return single.test(s); })) {
        signs.forEach(function (s) {
          pairs.set(s, (pairs.get(s) || new Set()).add(term));
        });
      }
    });
    return terms;
  }

  var index = new MiniSearch({
    fields: ["id", "code", "name", "tags", "summary", "text"],
    tokenize: indexed,
    processTerm: function (term) { return term; },
    searchOptions: {
      boost: { id: 4, code: 4, name: 4, tags: 4, summary: 2 },
      bm25: { k: 1.2, b: 0.75, d: 0 },
      prefix: function (term) { return term.length >= 3 && !single.test(Array.from(term)[0]); },
      weights: { prefix: 0.5, fuzzy: 0.5 }
    }
  });
  var services = new Map();
  index.addAll(catalogueServices.map(function (s) {
    services.set(s.id, s);
    return {
      id: s.id, code: s.code, tags: s.tags || "", text: s.text,
      name: Object.values(s.name).join(" "), summary: Object.values(s.summary).join(" ")
    };
  }));

  // A single Han character stands for every pair that holds it.
  function asked(term) {
    var wider = Array.from(pairs.get(term) || []);
    return wider.length ? { combineWith: "OR", queries: [term].concat(wider) } : term;
  }

  function find(words) {
    var terms = Array.from(new Set(catalogueTokens(words))).slice(0, 64);
    var hits = new Map();
    terms.forEach(function (term) {
      index.search(asked(term), {
        tokenize: function (t) { return [t]; },
        boostTerm: function (t) { return t === term ? 1 : 0.5; }
      }).forEach(function (hit) {
        var had = hits.get(hit.id) || { id: hit.id, score: 0, terms: 0 };
        hits.set(hit.id, { id: hit.id, score: had.score + hit.score, terms: had.terms + 1 });
      });
    });
    return Array.from(hits.values()).filter(function (hit) {
      return 2 * hit.terms >= terms.length;
    }).sort(function (a, b) {
      return b.score - a.score || (a.id < b.id ? -1 : 1);
    });
  }

  function said(element, texts) {
    var own = language in texts ? language : Object.keys(texts)[0];
    if (own && own !== language) {
      element.lang = own === "zh" ? "zh-CN" : own;
    }
    element.textContent = own ? texts[own] : "";
    return element;
  }

  function item(service) {
    var li = document.createElement("li");
    li.className = "service";
    var h = document.createElement("h2");
    var a = said(document.createElement("a"), service.name);
    a.href = "services/" + service.id + ".html";
    h.append(a);
    li.append(h);
    var meta = document.createElement("p");
    meta.className = "meta";
    meta.textContent = [service.code, service.category[language], service.mark[language]].filter(Boolean).join(" · ");
    li.append(meta, said(document.createElement("p"), service.summary));
    return li;
  }

  function show() {
    var words = field.value.trim();
    var hits = words ? find(words) : [];
    list.replaceChildren.apply(list, hits.slice(0, 100).map(function (hit) {
      return item(services.get(hit.id));
    }));
    status.textContent = !words ? main.dataset.empty
      : hits.length ? main.dataset.found.replace("{n}", hits.length) : main.dataset.none;
  }

  field.value = new URLSearchParams(location.search).get("q") || "";
  field.addEventListener("input", show);
  field.form.addEventListener("submit", function (event) {
    event.preventDefault();
    show();
  });
  show();
})();
