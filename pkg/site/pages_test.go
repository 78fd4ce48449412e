package site_test

import (
	"fmt"
	"html/template"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/catalogue/cataloguetest"
	"github.com/service-catalogue/sc/pkg/export"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/pkg/site"
)

// all is everything that a site holds, its names too.
func all(files map[string]string) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if !strings.HasPrefix(name, "assets/") || name == "assets/data.js" {
			b.WriteString(name + "\n" + files[name])
		}
	}
	return b.String()
}

// What Shown leaves out of an entry is on no page for customers, be it a field that
// nobody has thought of yet, as it is now or as it was; what it gives is on the page of
// the entry, and the organisation's own people get the rest.
func TestCustomersSeeWhatIsShown(t *testing.T) {
	t.Parallel()
	whole := cataloguetest.Marked(t)
	shown, ok := whole.Shown()
	if !ok {
		t.Fatal("it is not for customers")
	}
	before := shown
	before.Workload, before.Levels = catalogue.Text{}, nil
	customers := made(t, published(export.Customers, []catalogue.Entry{before}, []catalogue.Entry{shown}))
	inside := made(t, published(export.Inside, []catalogue.Entry{before}, []catalogue.Entry{whole}))
	v := reflect.ValueOf(shown)
	for i := range v.NumField() {
		name := v.Type().Field(i).Name
		says := func(text string) bool { return cataloguetest.Says(text, i) }
		if v.Field(i).IsZero() && says(all(customers)) {
			t.Errorf("customers get %s", name)
		}
		if slices.Contains([]string{"Schema", "ID", "Category", "Lifecycle", "Visibility"}, name) {
			continue
		}
		for _, page := range []string{"zh/services/svc-marked.html", "en/services/svc-marked.html"} {
			if !v.Field(i).IsZero() && !says(customers[page]) {
				t.Errorf("customers lack %s on %s", name, page)
			}
			if !says(inside[page]) {
				t.Errorf("the inside lacks %s on %s", name, page)
			}
		}
	}
	if strings.Contains(all(customers), "depends.html") || strings.Contains(all(customers), "requests.html") {
		t.Error("customers get pages of the inside")
	}
}

func TestInsidePagesSaySo(t *testing.T) {
	t.Parallel()
	for name, text := range made(t, lived(export.Inside)) {
		is := strings.Contains(text, "Internal: not for customers") || strings.Contains(text, "内部资料，不得提供给客户")
		if strings.HasSuffix(name, ".html") && !is {
			t.Errorf("%s does not say that it is internal", name)
		}
	}
	if strings.Contains(all(made(t, lived(export.Customers))), "内部资料") {
		t.Error("a page for customers says that it is not for them")
	}
}

// The inside sees when an entry is to be reviewed, and which are late; customers do not.
func TestInsidePagesSayWhatIsToBeReviewed(t *testing.T) {
	t.Parallel()
	c := lived(export.Inside)
	id := c.Entries[0].ID
	c.Reviews = []site.Review{{Service: id, Due: "2031-07-23", Late: true}}
	page := made(t, c)["zh/services/"+string(id)+".html"]
	for _, want := range []string{"下次定期评审", "2031-07-23", "定期评审已逾期"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page of %s lacks %s", id, want)
		}
	}
	c.Reviews[0].Late = false
	if text := all(made(t, c)); strings.Contains(text, "定期评审已逾期") || !strings.Contains(text, "2031-07-23") {
		t.Error("what is in time is called late, or has no date")
	}
	c.Audience = export.Customers
	if strings.Contains(all(made(t, c)), "2031-07-23") {
		t.Error("customers see when an entry is reviewed")
	}
}

// The same version gives the same bytes.
func TestSameSite(t *testing.T) {
	t.Parallel()
	one := made(t, lived(export.Inside))
	for range 5 {
		if two := made(t, lived(export.Inside)); !reflect.DeepEqual(one, two) {
			t.Fatal("the site differs from one time to the next")
		}
	}
}

// Every page says as of which version it is, and leads to pages that there are.
func TestPagesHoldTogether(t *testing.T) {
	t.Parallel()
	files := made(t, lived(export.Inside))
	c := lived(export.Inside)
	for name, text := range files {
		if !strings.HasSuffix(name, ".html") || name == "index.html" {
			continue
		}
		for _, want := range []string{c.Version.String(), c.EffectiveFrom, string(c.Digest), "张伟", "Content-Security-Policy"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s does not say %s", name, want)
			}
		}
		for _, to := range links(text) {
			target, _, _ := strings.Cut(to, "#")
			if at := join(name, target); target != "" && files[at] == "" {
				t.Errorf("%s leads to %s, which is not there", name, at)
			}
		}
	}
}

// links are what the attributes of a page lead to.
func links(page string) []string {
	var all []string
	for _, attribute := range []string{`href="`, `src="`, `action="`} {
		for _, rest := range strings.Split(page, attribute)[1:] {
			to, _, _ := strings.Cut(rest, `"`)
			all = append(all, to)
		}
	}
	return all
}

func join(page, to string) string {
	parts := strings.Split(page, "/")
	parts = parts[:len(parts)-1]
	for strings.HasPrefix(to, "../") {
		parts, to = parts[:len(parts)-1], to[3:]
	}
	return strings.Join(append(parts, to), "/")
}

func TestPages(t *testing.T) {
	t.Parallel()
	files := made(t, lived(export.Customers))
	for _, tt := range []struct{ name, page, want string }{
		{"ready is marked", "zh/index.html", `<span class="badge ready">就绪可部署</span>`},
		{"deprecated is marked", "en/index.html", `<span class="badge deprecated">deprecated</span>`},
		{"a text in another language says in which", "en/services/svc-0002.html", `<li class="text" lang="zh-CN">电脑安装</li>`},
		{"and on the page of its language does not", "zh/services/svc-0002.html", `<li class="text">电脑安装</li>`},
		{"one in English on a Chinese page", "zh/services/svc-0002.html", `<li class="text" lang="en">Printers</li>`},
		{"one string is in the main language", "en/services/svc-0002.html", `lang="zh-CN">办公电脑的安装。`},
		{"levels have heads", "en/services/svc-0000.html", `<tr><th scope="row">Response time</th><td>P1</td><td>at most 30 minutes</td><td></td><td>calendar time</td></tr>`},
		{"a retired one tells where it went", "en/services/svc-0003.html", `<div><dt>Replacement</dt><dd><a href="../services/svc-0002.html">Desktop support</a></dd></div>`},
		{"an entry tells since when", "en/services/svc-0004.html", `<a href="../versions/1.0.1.html">Version 1.0.1, in force from 2026-03-02</a>`},
		{"in customers' words", "en/services/svc-0004.html", `<p>Levels: no longer resolution time P1: at most 4 hours (within the hours of service) (weakened)</p>`},
		{"a version tells what is less", "zh/versions/1.0.1.html", `<h3>承诺减弱：4</h3>`},
		{"what it was and is", "en/versions/1.0.1.html", `<td class="text">7x24 (Asia/Shanghai)</td><td class="text">5x8</td>`},
		{"what a text was in another language", "en/versions/1.0.1.html", `<span lang="zh-CN">办公电脑的安装。</span>`},
		{"all versions are listed", "en/versions/index.html", `<a href="1.0.0.html">1.0.0</a>`},
		{"the switch leads to the same page", "zh/services/svc-0001.html", `href="../../en/services/svc-0001.html">English</a>`},
		{"the main language comes first", "index.html", `content="0; url=zh/index.html"`},
		{"what people write stays text", "en/index.html", `&lt;script&gt;alert(1)&lt;/script&gt; again`},
	} {
		if !strings.Contains(files[tt.page], tt.want) {
			t.Errorf("%s: %s lacks %s", tt.name, tt.page, tt.want)
		}
	}
	for _, page := range []string{"zh/index.html", "en/index.html", "assets/data.js"} {
		if strings.Contains(files[page], "svc-0003") {
			t.Errorf("%s names a retired service", page)
		}
	}
	for name, text := range files {
		if strings.Contains(text, "<script>alert") || strings.Contains(text, "<img") || strings.Contains(text, " style=") || strings.Contains(text, "onclick") {
			t.Errorf("%s holds what runs or is not allowed to", name)
		}
	}
}

func TestProofIsLaidBeside(t *testing.T) {
	t.Parallel()
	c := lived(export.Customers)
	if text := made(t, c)["en/proof.html"]; strings.Contains(text, "--bundle") || !strings.Contains(text, "sc verify 1.0.1 --pin sha256:def") {
		t.Error("a page speaks of a proof that there is not, or of none at all")
	}
	c.Proof = site.Proof{
		Files: map[string][]byte{"commit": []byte("tree 1"), "services/svc-0001.yaml": []byte("id: svc-0001\n")},
		Holds: finding.Say("It holds what was signed: the commit and the tag of this version."), Key: "SHA256:abc",
	}
	files := made(t, c)
	if files["proof/commit"] != "tree 1" || files["proof/services/svc-0001.yaml"] == "" {
		t.Error("the proof is not there as it was given")
	}
	for page, want := range map[string]string{"en/proof.html": "proves signature and bytes", "zh/proof.html": "sc verify --bundle proof --pin sha256:def --signer SHA256:abc"} {
		if !strings.Contains(files[page], want) {
			t.Errorf("%s does not say %q", page, want)
		}
	}
}

// Figures are for the inside, in the language of the page.
func TestFiguresAreInside(t *testing.T) {
	t.Parallel()
	for _, of := range []export.Audience{export.Customers, export.Inside} {
		c := lived(of)
		c.Figures = map[lang.Language]template.HTML{lang.English: "<p>nine of ten</p>", lang.Chinese: "<p>十之九</p>"}
		files := made(t, c)
		if there := strings.Contains(files["zh/figures.html"], "<p>十之九</p>"); there != (of == export.Inside) {
			t.Errorf("%s: the figures are there: %v", of, there)
		}
		if linked := strings.Contains(files["en/index.html"], "figures.html"); linked != (of == export.Inside) {
			t.Errorf("%s: a page leads to the figures: %v", of, linked)
		}
	}
}

func TestNamesOfFiles(t *testing.T) {
	t.Parallel()
	for _, id := range []catalogue.ServiceID{"", "../x", "a/b", "svc x", "svc-\n", ".", "-x", "con:", "SVC-1"} {
		e := service(1)
		e.ID = id
		if err := site.Write(func(string, []byte) error { return nil }, published(export.Customers, []catalogue.Entry{e}), both()...); err == nil {
			t.Errorf("%q names a file", id)
		}
	}
}

// Characters that reorder or hide what is read are on no page.
func TestNothingIsHidden(t *testing.T) {
	t.Parallel()
	e := service(1)
	e.Name.EN, e.Notes, e.Summary.EN = "a\u202eb", catalogue.Text{}, "c\u200bd\x1b[31m"
	for name, text := range made(t, published(export.Customers, []catalogue.Entry{e})) {
		if name != "assets/minisearch.js" && strings.ContainsAny(text, "\u202e\u200b\x1b") {
			t.Errorf("%s hides something", name)
		}
	}
}

// A picture of dependencies has only as many lines as can be told apart; beyond there is
// the table alone.
func TestDependenciesAreDrawnWhileTheyCanBeFollowed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		on    int // how many services the last one depends on
		drawn bool
	}{{60, true}, {61, false}} {
		var entries []catalogue.Entry
		for n := range c.on + 1 {
			entries = append(entries, service(n))
		}
		last := &entries[c.on]
		for _, e := range entries[:c.on] {
			last.DependsOn = append(last.DependsOn, e.ID)
		}
		page := made(t, published(export.Inside, entries))["en/depends.html"]
		if got := strings.Contains(page, "<svg width"); got != c.drawn {
			t.Errorf("%d dependencies: drawn is %t", c.on, got)
		}
		if got := strings.Contains(page, fmt.Sprintf("There are %d dependencies", c.on)); got == c.drawn {
			t.Errorf("%d dependencies: told to be too many is %t", c.on, got)
		}
		if got := strings.Count(page, "<br>"); got != c.on-1 {
			t.Errorf("%d dependencies: %d line ends in the table", c.on, got)
		}
	}
}
