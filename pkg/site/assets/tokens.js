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

  function script(sign) {
    return han.test(sign) ? "han" : other.test(sign) ? "other" : "";
  }

  // terms are those of a run of signs of one script.
  function terms(run, kind) {
    if (kind !== "han" || run.length < 2) {
      return run.length ? [run.join("")] : [];
    }
    return run.slice(1).map(function (sign, i) {
      return run[i] + sign;
    });
  }

  return function (text) {
    var all = [];
    var run = [];
    var kind = "";
    Array.from(text, fold).forEach(function (sign) {
      var is = script(sign);
      if (is !== kind) {
        all = all.concat(terms(run, kind));
        run = [];
        kind = is;
      }
      if (is) {
        run.push(sign);
      }
    });
    return all.concat(terms(run, kind));
  };
})();
