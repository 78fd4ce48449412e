package site_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/service-catalogue/sc/pkg/export"
)

// need gives the path of a tool. Without it the test is skipped, and fails
// where SC_TEST_REQUIRE is 1, as in .ci/run.
func need(t testing.TB, tool string) string {
	t.Helper()
	path, err := exec.LookPath(tool)
	if err != nil && os.Getenv("SC_TEST_REQUIRE") == "1" {
		t.Fatalf("%s is required here: %v", tool, err)
	}
	if err != nil {
		t.Skipf("%s is not installed", tool)
	}
	return path
}

// laid is the folder of a site.
func laid(t *testing.T, of export.Audience) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range made(t, lived(of)) {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// browser is one tab, and what its pages complain about and ask for.
type browser struct {
	ctx  context.Context
	mu   sync.Mutex
	bad  []string
	asks []string
}

func newBrowser(t *testing.T) *browser {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(need(t, "chromium")), chromedp.NoSandbox, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true))
	ctx, stop := context.WithTimeout(context.Background(), 2*time.Minute)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(stop)
	b := &browser{}
	b.ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	if err := chromedp.Do(b.ctx); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = chromedp.Cancel(b.ctx) })
	if err := chromedp.Listen(b.ctx, b.hear); err != nil {
		t.Fatal(err)
	}
	return b
}

func (b *browser) hear(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		b.asks = append(b.asks, e.Request.URL)
	case *network.EventLoadingFailed:
		b.bad = append(b.bad, "failed: "+e.ErrorText)
	case *network.EventResponseReceived:
		if e.Response.Status >= 400 {
			b.bad = append(b.bad, fmt.Sprintf("%d: %s", e.Response.Status, e.Response.URL))
		}
	case *runtime.EventExceptionThrown:
		b.bad = append(b.bad, "exception: "+e.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		b.bad = append(b.bad, fmt.Sprintf("console.%s", e.Type))
	case *log.EventEntryAdded:
		b.bad = append(b.bad, fmt.Sprintf("%s: %s", e.Entry.Source, e.Entry.Text))
	}
}

// quiet fails where a page complained, or asked for anything outside of the site.
func (b *browser) quiet(t *testing.T, base string) {
	t.Helper()
	b.becomes(t, `document.readyState === "complete"`)
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, bad := range b.bad {
		t.Error(bad)
	}
	if len(b.asks) == 0 {
		t.Error("nothing was asked for: the test hears nothing")
	}
	for _, asked := range b.asks {
		if !strings.HasPrefix(asked, base) {
			t.Errorf("a page asks for %s", asked)
		}
	}
	b.bad, b.asks = nil, nil
}

func (b *browser) forget() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.bad, b.asks = nil, nil
}

func (b *browser) open(t *testing.T, url string) {
	t.Helper()
	if err := chromedp.Do(b.ctx, chromedp.Navigate(url)); err != nil {
		t.Fatal(err)
	}
}

// ask is what an expression gives on the page that is open.
func ask[T any](t *testing.T, b *browser, expression string, options ...chromedp.EvaluateOption) T {
	t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression, options...))
	if err != nil {
		t.Fatalf("%.80s: %v", expression, err)
	}
	return v
}

// becomes waits until an expression is true, whatever pages come and go meanwhile.
func (b *browser) becomes(t *testing.T, expression string) {
	t.Helper()
	for range 500 {
		if is, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](expression)); err == nil && is {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("%s: not in ten seconds", expression)
}

// One browser reads the sites, from a folder and from a server.
func TestBrowser(t *testing.T) {
	b := newBrowser(t)
	dir, inside := laid(t, export.Customers), laid(t, export.Inside)
	served := httptest.NewServer(http.FileServer(http.Dir(dir)))
	defer served.Close()
	folder := (&url.URL{Scheme: "file", Path: filepath.ToSlash(dir)}).String()
	for name, base := range map[string]string{"folder": folder, "server": served.URL} {
		t.Run(name, func(t *testing.T) {
			t.Run("language", func(t *testing.T) { b.testLanguage(t, base) })
			t.Run("search", func(t *testing.T) { b.testSearch(t, base) })
			b.quiet(t, base)
		})
	}
	t.Run("tokens", func(t *testing.T) { b.testTokens(t, folder) })
	t.Run("hostile", func(t *testing.T) { b.testHostile(t, folder) })
	t.Run("print", func(t *testing.T) { b.testPrint(t, folder) })
	t.Run("axe", func(t *testing.T) {
		pages := []string{"zh/index.html", "en/services/svc-0001.html", "en/versions/index.html", "zh/versions/1.0.1.html", "en/search.html?q=database"}
		b.testAxe(t, "light", folder, pages...)
		b.testAxe(t, "dark", folder, pages...)
		b.testAxe(t, "light", folder, "index.html", "zh/services/svc-0003.html", "en/proof.html")
	})
	b.quiet(t, folder)
	own := (&url.URL{Scheme: "file", Path: filepath.ToSlash(inside)}).String()
	t.Run("axe inside", func(t *testing.T) {
		b.testAxe(t, "dark", own, "zh/depends.html", "en/requests.html", "en/services/svc-0001.html")
	})
	b.quiet(t, own)
	t.Run("live", b.testLive)
	t.Run("no script", func(t *testing.T) { b.testNoScript(t, folder) })
}

func (b *browser) testLanguage(t *testing.T, base string) {
	b.open(t, base+"/index.html")
	b.becomes(t, `/\/zh\/(index.html)?$/.test(location.pathname)`)
	b.open(t, base+"/zh/services/svc-0001.html")
	if got := ask[string](t, b, `document.documentElement.lang`); got != "zh-CN" {
		t.Errorf("the language is %s", got)
	}
	if err := chromedp.Do(b.ctx, chromedp.Click("a.lang")); err != nil {
		t.Fatal(err)
	}
	b.becomes(t, `location.pathname.endsWith("/en/services/svc-0001.html") && document.documentElement.lang === "en"`)
}

// Ids that a search finds, the best first.
const foundIDs = `Array.from(document.querySelectorAll("#results a"), a => a.href.match(/svc-[0-9]+/)[0]).join(" ")`

// testSearch types in from two pages, as people do, and asks for the rest by address.
func (b *browser) testSearch(t *testing.T, base string) {
	for _, c := range []struct{ from, words, want string }{
		{"/zh/index.html", "桌面 终端", "svc-0002"},
		{"/en/versions/1.0.1.html", "desktop", "svc-0002"},
		{"/en/search.html?q=", "desk", "svc-0002"},
		{"/zh/search.html?q=", "桌", "svc-0002"},
		{"/zh/search.html?q=", "ＹＷ－０００２", "svc-0002 svc-0000 svc-0001 svc-0004 svc-0005"},
		{"/en/search.html?q=", "机房基础设施", "svc-0000"},
		{"/zh/search.html?q=", "svc-0003", "svc-0000 svc-0001 svc-0002 svc-0004 svc-0005"},
		{"/en/search.html?q=", "nowhere", ""},
		{"/en/search.html?q=", "<img src=x onerror=alert(1)>", "svc-0005"},
	} {
		if strings.HasSuffix(c.from, "=") {
			b.open(t, base+c.from+url.QueryEscape(c.words))
		} else {
			b.open(t, base+c.from)
			b.types(t, c.words)
		}
		b.becomes(t, `location.pathname.endsWith("/search.html") && !!document.getElementById("found")?.textContent`)
		if got := ask[string](t, b, foundIDs); got != c.want {
			t.Errorf("%s finds %q, want %q; %s", c.words, got, c.want, ask[string](t, b, `location.search + " " + document.getElementById("q").value + " " + document.getElementById("found").textContent`))
		}
	}
	b.open(t, base+"/en/search.html")
	if err := chromedp.Do(b.ctx, chromedp.SendKeys("#q", "desktop"), chromedp.Click("#results a")); err != nil { // found at once
		t.Fatal(err)
	}
	b.becomes(t, `location.pathname.endsWith("/en/services/svc-0002.html")`)
}

func (b *browser) types(t *testing.T, words string) {
	t.Helper()
	if err := chromedp.Do(b.ctx, chromedp.SendKeys("#q", words), chromedp.Click("form[role=search] button")); err != nil {
		t.Fatal(err)
	}
}

// The browser cuts texts as sc search does.
func (b *browser) testTokens(t *testing.T, base string) {
	data, err := os.ReadFile("../../testdata/tokens.json")
	if err != nil {
		t.Fatal(err)
	}
	var fixture struct {
		Cases []struct {
			Text   string
			Tokens []string
		}
	}
	if err := json.Unmarshal(data, &fixture); err != nil || len(fixture.Cases) == 0 {
		t.Fatal("no cases", err)
	}
	b.open(t, base+"/zh/search.html")
	for _, c := range fixture.Cases {
		text, err := json.Marshal(c.Text)
		if err != nil {
			t.Fatal(err)
		}
		if got := ask[[]string](t, b, "catalogueTokens("+string(text)+")"); !slices.Equal(got, c.Tokens) {
			t.Errorf("%q: got %q, want %q", c.Text, got, c.Tokens)
		}
	}
}

// What people write is text on every page: nothing of it runs or loads.
func (b *browser) testHostile(t *testing.T, base string) {
	for _, page := range []string{"/en/services/svc-0005.html", "/en/index.html", "/en/versions/1.0.1.html", "/en/search.html?q=svc-0005"} {
		b.open(t, base+page)
		if got := ask[int](t, b, `document.querySelectorAll("main script, main img, main iframe, main [onerror], main a[href^='javascript' i]").length`); got != 0 {
			t.Errorf("%s holds what a text brought along", page)
		}
		if !ask[bool](t, b, `document.querySelector("main").textContent.includes("<script>alert(1)</script>")`) {
			t.Errorf("%s does not show the text", page)
		}
	}
}

var pdfPages = regexp.MustCompile(`/Type\s*/Page[^s]`)

func (b *browser) testPrint(t *testing.T, base string) {
	for _, page := range []string{"/zh/index.html", "/en/services/svc-0001.html"} {
		b.open(t, base+page)
		pdf, err := chromedp.Run(b.ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize()))
		if err != nil {
			t.Fatal(err)
		}
		if n := len(pdfPages.FindAll(pdf, -1)); n == 0 || n > 3 || !bytes.HasPrefix(pdf, []byte("%PDF-")) {
			t.Errorf("%s prints as %d pages", page, n)
		}
	}
}

// axeRun gives a line for each violation.
const axeRun = `axe.run(document, {preload: false}).then(r => r.violations.map(v => v.id + ": " + v.nodes.map(n => n.target.join(" ") + " " + n.failureSummary).join("; ")))`

// No rule of axe-core is broken, by day or by night.
func (b *browser) testAxe(t *testing.T, scheme, base string, names ...string) {
	axe, err := os.ReadFile("testdata/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}
	if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, media); err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		b.open(t, base+"/"+name)
		if strings.Contains(name, "search") {
			b.becomes(t, `document.querySelectorAll("#results li").length > 0`)
		}
		if !ask[bool](t, b, `matchMedia("(prefers-color-scheme: `+scheme+`)").matches`) {
			t.Fatalf("it is not %s", scheme)
		}
		ask[any](t, b, string(axe)+";0")
		for _, v := range ask[[]string](t, b, axeRun, chromedp.EvalAwaitPromise) {
			t.Errorf("%s, %s: %s", name, scheme, v)
		}
	}
}

// Without JavaScript all but the search works, and there is no field for it.
func (b *browser) testNoScript(t *testing.T, base string) {
	if _, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	b.open(t, base+"/en/index.html")
	if err := chromedp.Do(b.ctx, chromedp.WaitNotVisible("form[role=search]"), chromedp.Click(".service a"), chromedp.WaitVisible("#levels")); err != nil {
		t.Fatal(err)
	}
	b.open(t, base+"/en/search.html")
	if err := chromedp.Do(b.ctx, chromedp.WaitVisible("noscript a")); err != nil {
		t.Fatal(err)
	}
}
