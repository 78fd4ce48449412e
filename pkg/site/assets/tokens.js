// How texts are cut into terms: the rule of "sc search" (docs/search.md).
"use strict";
var catalogueTokens = (function () {
  var han = /^\p{Script=Han}$/u;
  var other = /^[\p{L}\p{N}\p{M}]$/u;

  function fold(sign) {
    var code = sign.codePointAt(0);
    if (code >= 0xff01 && code <= 0xff5e) {
      sign = String.fromCodePoint(code - 0xff01 + 0x21);
    }
    return String.fromCodePoint(sign.toLowerCase().codePointAt(0));
  }

  var known = new Map(); // a sign: what it is folded to, and its script

  function look(sign) {
    var is = known.get(sign);
    if (!is) {
      var folded = fold(sign);
      is = { sign: folded, script: han.test(folded) ? "han" : other.test(folded) ? "other" : "" };
      known.set(sign, is);
    }
    return is;
  }

  // end adds the terms of a run of signs of one script.
  function end(all, run, script) {
    if (script === "han" && run.length > 1) {
      for (var i = 1; i < run.length; i++) {
        all.push(run[i - 1] + run[i]);
      }
    } else if (run.length) {
      all.push(run.join(""));
    }
  }

  return function (text) {
    var all = [];
    var run = [];
    var script = "";
    for (var sign of text) {
      var is = look(sign);
      if (is.script !== script) {
        end(all, run, script);
        run = [];
        script = is.script;
      }
      if (script) {
        run.push(is.sign);
      }
    }
    end(all, run, script);
    return all;
  };
})();
