package validator

import (
	"os"
	"path"
	"strings"
	"testing"

	example "github.com/service-catalogue/sc/catalogue"
	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
)

// sample is a valid record of a kind, in canonical form.
func sample(t testing.TB, kind Kind) string {
	t.Helper()
	var data []byte
	var err error
	if kind == Service {
		data, err = example.FS.ReadFile("services/svc-db-ops.yaml")
	} else {
		data, err = os.ReadFile("testdata/" + string(kind) + ".yaml")
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// check parses and checks, as a caller would.
func check(v *Validator, kind Kind, text string) []finding.Finding {
	doc, fs := document.Parse("f.yaml", []byte(text))
	return append(fs, v.Check(doc, kind)...)
}

func TestSamplesAreValid(t *testing.T) {
	v := New()
	for _, kind := range kinds() {
		for _, f := range check(v, kind, sample(t, kind)) {
			t.Errorf("%s: %v %s: %s", kind, f.Start, f.Rule, f.Message)
		}
	}
}

func TestExampleIsValidAndPublishable(t *testing.T) {
	v := New()
	entries, err := example.FS.ReadDir("services")
	if err != nil || len(entries) != 13 {
		t.Fatalf("got %d services, %v; want 13", len(entries), err)
	}
	// §5.3 names nine; levels are ours.
	needed := strings.Fields("name summary objective audience content frequency hours delivery deliverables levels")
	for _, e := range entries {
		data, err := example.FS.ReadFile("services/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		doc, fs := document.Parse(e.Name(), data)
		for _, f := range append(fs, v.Check(doc, Service)...) {
			t.Errorf("%s:%v %s: %s", f.File, f.Start, f.Rule, f.Message)
		}
		have := doc.Value().(map[string]any)
		for _, name := range needed {
			if have[name] == nil {
				t.Errorf("%s lacks %s", e.Name(), name)
			}
		}
		if got, want := have["id"], strings.TrimSuffix(path.Base(e.Name()), ".yaml"); got != want {
			t.Errorf("got id %v, want %v", got, want)
		}
	}
}

// breakages takes a valid record, breaks one thing and expects one finding.
var breakages = []struct {
	name     string
	kind     Kind
	old, new string // the first occurrence of old becomes new
	rule     string
	pointer  string
	at       string // the text at which the finding begins, in the broken record
	says     string
}{
	{"missing field", Service, "owner: ops_lead\n", "", "schema/required", "", "schema: 1", `the field Owner (owner) is missing in: Service entry`},
	{"misspelt required field", Service, "category:", "catagory:", "schema/unknown-key", "/catagory", "catagory", `did you mean "category"?`},
	{"misspelt optional field", Service, "criticality:", "critically:", "schema/unknown-key", "/critically", "critically", `did you mean "criticality"?`},
	{"foreign field", Service, "tags:", "colour: red\ntags:", "schema/unknown-key", "/colour", "colour", `the field colour is not known`},
	{"foreign field deep down", Service, "    form: PDF", "    form: PDF\n    size: 3", "schema/unknown-key", "/deliverables/0/size", "size", `in: Deliverables (deliverables), item 1`},
	{"missing field deep down", Service, "    unit: percent\n", "", "schema/required", "/levels/0", "metric: backup", `the field Unit (unit)`},
	{"number for text", Service, "code: YW-PL-01", "code: 12", "schema/type", "/code", "12\n", "Service code (code): expected text; found the number 12"},
	{"text for number", Service, "review_months: 6", "review_months: six", "schema/type", "/review_months", "six", `expected a whole number; found the text "six"`},
	{"fraction for whole number", Service, "review_months: 6", "review_months: 6.5", "schema/type", "/review_months", "6.5", "found the number 6.5"},
	{"list for text or map", Service, "lead_time:\n  zh: 签约后5个工作日\n  en: 5 working days after signing", "lead_time:\n  - a", "schema/type", "/lead_time", "- a", "expected text or a map of fields; found a list"},
	{"text for list", Service, "delivery:\n  - remote", "delivery: remote", "schema/type", "/delivery", "remote", "Delivery (delivery): expected a list"},
	{"map for list", Service, "delivery:\n  - remote", "delivery:\n  by: remote", "schema/type", "/delivery", "by: remote", "found a map"},
	{"text for a map", Service, "hours:\n  preset: 7x24\n  tz: Asia/Shanghai\n  holidays: included\n  note:\n    zh: 例行工作安排在工作日，故障处理全天候\n    en: Routine work on working days; faults around the clock\n", "hours: 5x8\n", "schema/type", "/hours", "5x8", "such as “preset: 5x8”"},
	{"other text for a map", Service, "hours:\n  preset: 7x24\n  tz: Asia/Shanghai\n  holidays: included\n  note:\n    zh: 例行工作安排在工作日，故障处理全天候\n    en: Routine work on working days; faults around the clock\n", "hours: 白天\n", "schema/type", "/hours", "白天", "such as “preset: 7x24”"},
	{"label for a map", Service, "frequency:\n  unit: day\n  times: 1\n  note:\n    zh: 巡检每月1次\n    en: Inspection once a month\n", "frequency: 季度\n", "schema/type", "/frequency", "季度", "such as “unit: quarter”"},
	{"null", Service, "price_ref: PL-2026-DB-01", "price_ref:", "schema/type", "/price_ref", "\ncost", "expected text; found nothing"},
	{"boolean for text", Service, "code: YW-PL-01", "code: true", "schema/type", "/code", "true", "found the value true"},
	{"enum", Service, "category: platform", "category: platfrom", "schema/enum", "/category", "platfrom", `did you mean "platform"?`},
	{"enum in capitals", Service, "category: platform", "category: PLATFORM", "schema/enum", "/category", "PLATFORM", `did you mean "platform"?`},
	{"enum without a near one", Service, "visibility: customer", "visibility: everybody", "schema/enum", "/visibility", "everybody", "expected one of public, customer, internal"},
	{"enum of the wrong type", Service, "preset: 7x24", "preset: 24", "schema/type", "/hours/preset", "24\n", "Preset (preset): expected text"},
	{"schema number", Service, "schema: 1", "schema: 2", "schema/const", "/schema", "2\n", "expected the value 1; found the number 2"},
	{"id pattern", Service, "id: svc-db-ops", "id: svc_db_ops", "schema/pattern", "/id", "svc_db_ops", `did you mean "svc-db-ops"?`},
	{"date that is none", Service, "tags:", "sunset_on: \"2026-02-30\"\ntags:", "schema/format", "/sunset_on", `"2026-02-30"`, "expected a real date"},
	{"date without quotes", Service, "tags:", "sunset_on: 2026-2-3\ntags:", "schema/format", "/sunset_on", `2026-2-3`, "expected a real date"},
	{"empty text", Service, "code: YW-PL-01", `code: ""`, "schema/min-length", "/code", `""`, "Service code (code) must not be empty"},
	{"empty list", Service, "delivery:\n  - remote", "delivery: []", "schema/min-items", "/delivery", "[]", "must not be empty; write at least one item"},
	{"empty text map", Service, "lead_time:\n  zh: 签约后5个工作日\n  en: 5 working days after signing", "lead_time: {}", "schema/min-properties", "/lead_time", "{}", "must not be empty"},
	{"third language", Service, "  en: Database Operations", "  fr: Bases de données", "schema/unknown-key", "/name/fr", "fr", `the field fr is not known in: Service name (name)`},
	{"twice in a list", Service, "  - Oracle", "  - 备份\n  - Oracle", "schema/unique-items", "/tags/2", "备份\n  - Oracle", "the same item"},
	{"below the least", Service, "times: 1", "times: 0", "schema/minimum", "/frequency/times", "0\n", "expected 1 or more"},
	{"above the most", Service, "review_months: 6", "review_months: 61", "schema/maximum", "/review_months", "61", "expected 60 or less; found the number 61"},
	{"custom hours without end", Service, "preset: 7x24", "preset: custom\n  days: [mon]\n  from: \"08:00\"", "schema/required", "/hours", "hours:", `the field To (to) is missing in: Service hours (hours)`},
	{"no such time of day", Service, "preset: 7x24", "preset: custom\n  days: [mon]\n  from: \"08:00\"\n  to: \"24:30\"", "schema/pattern", "/hours/to", `"24:30"`, "from 00:00 to 24:00"},
	{"full-width colon in a map", Service, "  unit: day\n  times: 1\n  note:\n    zh: 巡检每月1次\n    en: Inspection once a month", "  unit：day", "yaml/full-width-colon", "/frequency", "：day", "full-width colon"},
	{"full-width colon on the field's line", Service, "cost:\n  amount: 18000\n  currency: CNY\n  note:\n    zh: 每个客户每年的人工成本\n    en: Labour for one customer for a year", "cost: amount：18000", "yaml/full-width-colon", "/cost", "amount：", "expected a map of fields"},
	{"full-width colon behind a field", Service, "    form: PDF\n    due:\n      zh: 每月5日前\n      en: By the 5th of each month\n  - name:\n      zh: 备份核查记录\n      en: Backup verification record\n    form: XLSX", "  - name：记录", "yaml/full-width-colon", "", "：记录", "full-width colon"},
	{"long id", Service, "id: svc-db-ops", "id: svc-" + strings.Repeat("a", 61), "schema/max-length", "/id", "svc-aaa", "at most 64 characters; found 65"},

	{"customer of a contract", Request, "customer:\n  name: 华岭市人民医院\n  code: HL-HOSP\n  contact: 信息科\n", "", "schema/required", "", "schema: 1", `the field Customer (customer)`},
	{"no asks", Request, "source: contract", "source: contact", "schema/enum", "/source", "contact", `did you mean "contract"?`},
	{"service of an ask", Request, "service: null", "service: db", "schema/pattern", "/asks/1/service", "db\n", "expected svc-"},
	{"time without offset", Request, "10:00:00+08:00", "10:00:00", "schema/pattern", "/history/0/at", `"2026-03-12T10`, "a time to the second with its offset"},
	{"time with a fraction", Request, "10:00:00+08:00", "10:00:00.5+08:00", "schema/pattern", "/history/0/at", `"2026-03-12T10`, "a time to the second"},
	{"hour 25", Request, "T10:00:00+08:00", "T25:00:00+08:00", "schema/format", "/history/0/at", `"2026-03-12T25`, "a time to the second"},
	{"criteria of §5.2", Request, "      company_situation: 现有DBA可轮值\n", "", "schema/required", "/history/1/considered", "considered:", `Company situation (company_situation)`},
	{"short digest", Request, "sha256:bbb", "sha256:b", "schema/pattern", "/history/2/design/0/digest", "sha256:b", "64 lower-case hexadecimal digits"},
	{"bare digest of an attachment", Request, "    entry: 5\n", "    entry: 5\n    attachments:\n      - path: requests/2026/files/SLR-2026-0001/a.txt\n        sha256: " + strings.Repeat("a", 64) + "\n", "schema/pattern", "/history/0/attachments/0/sha256", "aaaa", "expected sha256: and 64"},
	{"entry of an event", Request, "    entry: 5\n", "", "schema/required", "/history/0", "step: request", `Entry (entry)`},
	{"quantity", Request, "quantity: 2", "quantity: 0", "schema/minimum", "/asks/0/quantity", "0\n", "Quantity (quantity): expected 1 or more"},
	{"id in an input", RequestInput, "schema: 1\n", "schema: 1\nid: SLR-2026-0001\n", "schema/unknown-key", "/id", "id: SLR", `the field id is not known in: Requirement to log`},
	{"source of an input", RequestInput, "source: renewal\n", "", "schema/required", "", "schema: 1", `(source)`},
	{"asks of a renewal", RequestInput, "asks:\n  - service: svc-network-ops\n    deliverables:\n      - name: 网络巡检周报\n        form: PDF\n        due: 每周一", "asks: []", "schema/min-items", "/asks", "[]", "Asks (asks) must not be empty"},
	{"vote of one absent", Meeting, "present: false", "present: false\n    vote: for", "schema/not", "/attendees/2/vote", "for\nitems", "who was not present cannot vote"},
	{"present as text", Meeting, "present: true", `present: "yes"`, "schema/type", "/attendees/0/present", `"yes"`, "expected true or false"},
	{"result of an item", Meeting, "result: pass", "result: passed", "schema/enum", "/items/0/result", "passed", `did you mean "pass"?`},
	{"meeting id", Meeting, "MTG-2026-0001", "MTG-26-1", "schema/pattern", "/id", "MTG-26-1", "MTG-2026-0003"},
	{"base of a design", Meeting, "base: '-'", "base: none", "schema/pattern", "/items/0/design/0/base", "none", "expected - or sha256:"},
	{"version number", Version, "version: 1.1.0", "version: 1.1", "schema/type", "/version", "1.1\n", "expected text; found the number 1.1"},
	{"version with v", Version, "version: 1.1.0", "version: v1.1.0", "schema/pattern", "/version", "v1.1.0", "such as 1.4.0"},
	{"same request twice", Version, "  - SLR-2026-0001\n", "  - SLR-2026-0001\n  - SLR-2026-0001\n", "schema/unique-items", "/requests/1", "SLR-2026-0001\nmeetings", "twice"},
	{"severity", Version, "severity: improved", "severity: better", "schema/enum", "/services/0/severity", "better", "weakened"},
	{"role id", Procedure, "  market_manager:\n    label", "  MarketManager:\n    label", "schema/name", "/roles/MarketManager", "MarketManager", `the name "MarketManager": expected a lower-case letter first`},
	{"email of a person", Procedure, "email: li.na@yunmai.example", "email: li.na", "schema/pattern", "/people/li.na/email", "li.na\n", "expected an email address"},
	{"key with a comment", Procedure, "AAAAIGb", "AAAAIGb li na", "schema/pattern", "/people/zhang.wei/keys/0/key", "ssh-ed25519", "without a comment"},
	{"final is written only where true", Procedure, "final: true", "final: false", "schema/const", "/steps/1/final", "false", "expected the value true"},
	{"quorum", Procedure, "quorum: 2", "quorum: 0", "schema/minimum", "/rules/review/quorum", "0\n", "Quorum (quorum): expected 1 or more"},
	{"pattern that is none", Procedure, "^CHG-[0-9]+$", "'['", "schema/format", "/rules/change_ref/pattern", "'['", "expected a regular expression"},
	{"workday", Procedure, "- mon", "- monday", "schema/enum", "/calendar/workdays/0", "monday", "expected one of mon, tue"},
	{"role without label", Procedure, "    label: 市场经理\n", "    duties: []\n", "schema/required", "/roles/market_manager", "market_manager:", `Label of the role (label) is missing in: Role (market_manager)`},
	{"minutes and an amendment", Confirmation, "digest:", "amends: 3\ndigest:", "schema/not", "/meeting", "MTG-2026-0003", "about minutes or an amendment, not both"},
	{"neither minutes nor an amendment", Confirmation, "meeting: MTG-2026-0003\n", "", "schema/required", "", "schema: 1", "Meeting confirmed (meeting)"},
	{"a procedure beside minutes", Confirmation, "text: 与会议情况相符\n", "procedure: 'schema: 1'\n", "schema/not", "/procedure", "'schema: 1'", "only the proposal of an amendment"},
	{"version of the procedure amended", Confirmation, "meeting: MTG-2026-0003\n", "amends: 0\n", "schema/minimum", "/amends", "0\n", "expected 1 or more"},
	{"confirmation id", Confirmation, "CNF-2026-0001", "CNF-26-1", "schema/pattern", "/id", "CNF-26-1", "CNF-2026-0001"},
}

func TestOneFaultOneFinding(t *testing.T) {
	v := New()
	for _, b := range breakages {
		t.Run(string(b.kind)+"/"+b.name, func(t *testing.T) {
			broken := strings.Replace(sample(t, b.kind), b.old, b.new, 1)
			if broken == sample(t, b.kind) {
				t.Fatalf("nothing was broken: %q is not there", b.old)
			}
			fs := check(v, b.kind, broken)
			if len(fs) != 1 {
				t.Fatalf("got %d findings, want 1: %s", len(fs), tell(fs))
			}
			f := fs[0]
			if f.Rule != b.rule || f.Pointer != b.pointer {
				t.Errorf("got %s at %q, want %s at %q: %s", f.Rule, f.Pointer, b.rule, b.pointer, tell(fs))
			}
			if rest := from(broken, f.Start); !strings.HasPrefix(rest, b.at) {
				t.Errorf("got %v, at %.20q; want it at %q", f.Start, rest, b.at)
			}
			if got := f.Message.String() + "; " + f.Hint.String(); !strings.Contains(got, b.says) {
				t.Errorf("got %q, want %q in it", got, b.says)
			}
		})
	}
}

// from is the text from a place on.
func from(text string, p finding.Place) string {
	lines := strings.SplitAfter(text, "\n")
	here := []rune(lines[p.Line-1])
	return string(here[p.Column-1:]) + strings.Join(lines[p.Line:], "")
}

func tell(fs []finding.Finding) string {
	var b strings.Builder
	for _, f := range fs {
		b.WriteString("\n  " + f.Rule + " " + f.Pointer + ": " + f.Message.String() + " (" + f.Hint.String() + ")")
	}
	return b.String()
}

func TestEndsAreExact(t *testing.T) {
	text := strings.NewReplacer("category: platform", "category: 平台", "summary:\n", "summary:\n  fr: \"a\\\" b\"\n").
		Replace(sample(t, Service))
	fs := check(New(), Service, text)
	if len(fs) != 2 {
		t.Fatalf("got %s", tell(fs))
	}
	for i, want := range []string{"fr", "平台"} {
		if got := strings.TrimSuffix(from(text, fs[i].Start), from(text, fs[i].End)); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestMessagesSpeakBothLanguages(t *testing.T) {
	text := strings.Replace(sample(t, Service), "id: svc-db-ops", "id: db", 1)
	fs := check(New(), Service, text)
	label := fs[0].Message.Args[0].(finding.Sentence).Args[0].(Bilingual) // of "Service id (id)"
	own := fs[0].Message.Args[1].(Bilingual)
	if label.In("zh-CN") != "编号" || label.String() != "Service id" || own.In("zh") == own.In("en") {
		t.Errorf("got %v and %v", label, own)
	}
}

// broken is an engine that fails as a library may.
type broken struct {
	engine
	with any
}

func (b broken) breaches(any) ([]breach, error) {
	if err, ok := b.with.(error); ok {
		return nil, err
	}
	panic(b.with)
}

func TestLibraryThatPanicsGivesAFinding(t *testing.T) {
	for _, with := range []any{"number is NaN", os.ErrInvalid} {
		v := New()
		v.embedded[Service].engine = broken{with: with}
		fs := check(v, Service, sample(t, Service))
		if len(fs) != 1 || fs[0].Rule != "internal" {
			t.Errorf("got %s", tell(fs))
		}
	}
	if fs := check(New(), Kind("song"), "a: 1\n"); len(fs) != 1 || fs[0].Rule != "internal" {
		t.Errorf("got %s", tell(fs))
	}
}

func TestFindingsComeInOneOrder(t *testing.T) {
	text := "schema: 3\nid: X\ncolour: 1\nname: 4\nhours:\n  from: 1\n  foo: 2\n"
	want := tell(check(New(), Service, text))
	for range 20 {
		if got := tell(check(New(), Service, text)); got != want {
			t.Fatalf("got %s\nwant %s", got, want)
		}
	}
}

// FuzzCheck: no text makes Check panic, and no check blames the program.
func FuzzCheck(f *testing.F) {
	for _, kind := range kinds() {
		f.Add([]byte(sample(f, kind)))
	}
	f.Add([]byte("schema: 3\nid: X\ncolour: 1\nname: 4\nhours:\n  from: 1\n  foo: 2\n"))
	v := New()
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, _ := document.Parse("f", data)
		for _, kind := range kinds() {
			for _, x := range v.Check(doc, kind) {
				if x.Rule == "internal" {
					t.Errorf("%s", x.Message)
				}
			}
		}
	})
}
