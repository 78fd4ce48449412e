package pack

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/wording"
)

// Each standard says everything in both languages, and asks for evidence that there is;
// and there is no evidence that no standard asks for.
func TestStandards(t *testing.T) {
	t.Parallel()
	asked := map[string]bool{}
	for _, id := range Standards() {
		s, err := StandardOf(id)
		if err != nil {
			t.Fatal(err)
		}
		if s.ID != id || s.Name.ZH == "" || s.Name.EN == "" || s.Citing.ZH == "" || s.Citing.EN == "" {
			t.Errorf("%s does not say what it is", id)
		}
		for _, c := range s.Clauses {
			if c.Number.IsZero() || c.Title.ZH == "" || c.Title.EN == "" || !strings.HasPrefix(c.Sections, "§") || len(c.Questions) == 0 {
				t.Errorf("%s: the clause %s is not complete", id, c.Number)
			}
			for _, q := range c.Questions {
				if q.Ask.ZH == "" || q.Ask.EN == "" || len(q.Evidence) == 0 {
					t.Errorf("%s: a question of %s is not complete: %v", id, c.Number, q)
				}
				for _, e := range q.Evidence {
					asked[e] = true
				}
			}
		}
	}
	if got, want := slices.Sorted(maps.Keys(asked)), slices.Sorted(maps.Keys(finders())); !slices.Equal(got, want) {
		t.Errorf("the standards ask for %v, there is %v", got, want)
	}
	if !slices.Equal(Standards(), []string{"iso20000", "itss"}) {
		t.Errorf("standards: %v", Standards())
	}
}

// complete are facts that leave no gap that the ledger could fill.
func complete(t *testing.T) *Facts {
	t.Helper()
	var p procedure.Procedure
	if err := records.Decode(records.ProcedureFile, procedure.Default(), &p); err != nil {
		t.Fatal(err)
	}
	p.Organisation = catalogue.Text{Plain: "<b>云脉</b>"}
	p.People = map[procedure.PersonID]procedure.Person{}
	for i, role := range []procedure.RoleID{"ops_lead", "market_manager", "sales", "auditor"} {
		p.People[procedure.PersonID(role)] = procedure.Person{Name: []string{"张伟", "李娜", "王芳", "赵敏"}[i], Roles: []procedure.RoleID{role}}
		one := p.Roles[role]
		one.Skills = append(one.Skills, catalogue.Text{Plain: "细致"})
		p.Roles[role] = one
	}
	version, _ := catalogue.ParseVersion("1.0.0")
	r := &procedure.Request{ID: "SLR-2026-0001", Title: catalogue.Text{Plain: "首个目录"}, Source: "internal", RaisedBy: "张伟", RaisedOn: "2026-03-02", History: []procedure.Event{
		{Step: procedure.StepRequest, At: "2026-03-02T09:00:00+08:00", Entry: 1},
		{Step: procedure.StepApprove, At: "2026-03-03T09:00:00+08:00", Entry: 2, Considered: &procedure.Considered{}},
		{Step: procedure.StepPublish, At: "2026-03-05T09:00:00+08:00", Entry: 4, Version: version},
	}}
	service := catalogue.Entry{
		ID: "svc-a", Name: plainly("甲"), Summary: plainly("a"), Objective: plainly("a"), Audience: plainly("a"), Content: catalogue.List[catalogue.Text]{plainly("a")},
		Frequency: &catalogue.Frequency{}, Hours: &catalogue.Hours{}, Delivery: catalogue.List[catalogue.Delivery]{"remote"}, Deliverables: catalogue.List[catalogue.Deliverable]{{}},
		Levels: catalogue.List[catalogue.Level]{{}}, Workload: plainly("a"), Exceptions: plainly("a"), DependsOn: catalogue.List[catalogue.ServiceID]{"svc-b"}, Visibility: catalogue.Public,
	}
	f := &Facts{
		Words: wording.Wording{Say: lang.New(lang.English), List: func(items []string) string { return strings.Join(items, ", ") }},
		From:  "2026-03-01", To: "2026-03-31", Rules: &p, Seed: "1", Ledger: "sha256:00",
		Services: []catalogue.Entry{service}, Requests: []*procedure.Request{r},
		Meetings:   []*procedure.Meeting{{ID: "MTG-2026-0001", HeldAt: "2026-03-04T09:00:00+08:00"}},
		Versions:   []*procedure.Manifest{{Version: version, PublishedAt: "2026-03-05T09:00:00+08:00", ChangeRef: "CHG-1"}},
		Procedures: []InForce{{Number: 1, File: "procedure/procedure-1.yaml"}},
		Files:      []File{{Name: "r", Title: "report", Kind: Reports}, {Name: "p", Title: "review", Kind: PeriodicReviews}, {Name: "a", Title: "agreement", Kind: Agreements}},
		Unsigned:   map[procedure.MeetingID][]string{},
	}
	f.Signed = func(entry int) Signed {
		return Signed{Ref: Ref{Entry: entry, Commit: "c0ffee0123456789"}, Who: "张伟"}
	}
	f.At = func(string) Ref { return f.Signed(4).Ref }
	f.Changes = []Change{{Request: r, State: "published", Steps: []Deed{{Signed: f.Signed(1), File: "commits/1"}}, Meets: []Attendance{{ID: "MTG-2026-0001", HeldAt: "2026-03-04"}}}}
	return f
}

func plainly(text string) catalogue.Text { return catalogue.Text{Plain: text} }

// Whatever is missing is flagged where somebody asks for it, and nothing else is.
func TestGaps(t *testing.T) {
	t.Parallel()
	for name := range finders() {
		if e := complete(t).gather(name); len(e.Gaps) > 0 || len(e.Found) == 0 {
			t.Errorf("%s of complete facts: found %d, gaps %q", name, len(e.Found), e.Gaps)
		}
	}
	late := "2026-03-20T09:00:00+08:00"
	for gap, c := range map[string]struct {
		evidence string
		spoil    func(*Facts)
	}{
		"no version of the catalogue is published": {"versions", func(f *Facts) { f.Versions = nil }},
		"no version was published in the period":   {"publications", func(f *Facts) { f.To = "2026-03-04" }},
		"version 1.0.0 was an emergency: outage; its review, due on 2026-04-08, is not held": {"publications", func(f *Facts) {
			f.Versions[0].Emergency = &procedure.Emergency{Reason: "outage", ReviewDue: "2026-04-08"}
		}},
		"not complete: 甲":                                                                             {"description", func(f *Facts) { f.Services[0].Objective = catalogue.Text{} }},
		"no service says what it depends on":                                                          {"dependencies", func(f *Facts) { f.Services[0].DependsOn = nil }},
		"no service is shown to customers":                                                            {"access", func(f *Facts) { f.Services[0].Visibility = catalogue.Internal }},
		"without levels: 甲":                                                                           {"levels", func(f *Facts) { f.Services[0].Levels = nil }},
		"without a limit of workload: 甲":                                                              {"levels", func(f *Facts) { f.Services[0].Workload = catalogue.Text{} }},
		"without exceptions: 甲":                                                                       {"levels", func(f *Facts) { f.Services[0].Exceptions = catalogue.Text{} }},
		"no service level agreement is in the ledger":                                                 {"agreements", func(f *Facts) { f.Files = nil }},
		"no report on how the procedure performs is in the pack":                                      {"reports", func(f *Facts) { f.Files = nil }},
		"no periodic review is recorded; the procedure asks for one every 12 months":                  {"periodic_reviews", func(f *Facts) { f.Files = nil }},
		"no requirement was logged in the period":                                                     {"requests", func(f *Facts) { f.Requests[0].History[0].Void = true }},
		"SLR-2026-0001 was approved without saying what was considered (§5.2)":                        {"decisions", func(f *Facts) { f.Requests[0].History[1].Considered = nil }},
		"nothing was decided in the period":                                                           {"decisions", func(f *Facts) { f.Requests = nil }},
		"SLR-2026-0001 was to be decided by 2026-03-09: 2026-03-20":                                   {"deadlines", func(f *Facts) { f.Requests[0].History[1].At = late }},
		"SLR-2026-0001 was to be decided by 2026-03-09: not decided":                                  {"deadlines", func(f *Facts) { f.Requests[0].History = f.Requests[0].History[:1] }},
		"no review meeting was held in the period":                                                    {"reviews", func(f *Facts) { f.Meetings = nil }},
		"MTG-2026-0001: presence and vote of 李娜 are attested by the recorder, and not signed by them": {"reviews", func(f *Facts) { f.Unsigned["MTG-2026-0001"] = []string{"李娜"} }},
		"the procedure never asks for a change request (§6)":                                          {"change_refs", func(f *Facts) { f.Rules.Rules.ChangeRef.When = nil }},
		"2 commits were not by the procedure, and repairs name them":                                  {"verification", func(f *Facts) { f.Checked.Repaired = 2 }},
		"the procedure lets one person take both steps":                                               {"segregation", func(f *Facts) { f.Rules.Rules.ReviewerNotPublisher = procedure.Never }},
		"nobody is sales":                           {"roles", func(f *Facts) { delete(f.Rules.People, "sales") }},
		"the procedure names no auditor":            {"auditors", func(f *Facts) { delete(f.Rules.People, "auditor") }},
		"no skills are asked for of the role sales": {"competence", func(f *Facts) { f.Rules.Roles["sales"] = procedure.Role{Label: plainly("sales")} }},
		"IMP-2026-0001 was to be seen to by 2026-03-20, and is not closed": {"improvements", func(f *Facts) {
			f.Improvements = []*procedure.Improvement{{ID: "IMP-2026-0001", History: []procedure.Event{
				{Step: procedure.StepImprove, At: "2026-03-02T09:00:00+08:00", Entry: 5},
				{Step: procedure.StepAcceptImprovement, At: "2026-03-03T09:00:00+08:00", Entry: 6, Assign: &procedure.Assignment{Person: "ops_lead", DueOn: "2026-03-20"}},
			}}}
		}},
		"nothing was improved in the period that the ledger knows of": {"improvements", func(f *Facts) { f.Requests[0].Source = "contract" }},
	} {
		f := complete(t)
		c.spoil(f)
		if e := f.gather(c.evidence); !slices.Equal(e.Gaps, []string{gap}) {
			t.Errorf("%s: got the gaps %q, want %q", c.evidence, e.Gaps, gap)
		}
	}
}

// A draw depends on the seed and the ids alone, and takes no more than there are.
func TestDraw(t *testing.T) {
	t.Parallel()
	ids := []procedure.RequestID{"SLR-2026-0001", "SLR-2026-0002", "SLR-2026-0003"}
	turned := []procedure.RequestID{ids[2], ids[0], ids[1]}
	// As printf %s 1:SLR-2026-0001 | sha256sum and its like sort.
	lowest := slices.MinFunc(ids, func(a, b procedure.RequestID) int {
		x, y := sha256.Sum256([]byte("1:"+string(a))), sha256.Sum256([]byte("1:"+string(b)))
		return bytes.Compare(x[:], y[:])
	})
	if got := Draw(ids, "1", 1); !slices.Equal(got, []procedure.RequestID{lowest}) {
		t.Errorf("drew %v, want %s", got, lowest)
	}
	if a, b := Draw(ids, "1", 2), Draw(turned, "1", 2); !slices.Equal(a, b) {
		t.Errorf("the order of the ids counts: %v, %v", a, b)
	}
	seeds := map[procedure.RequestID]bool{}
	for _, seed := range strings.Split("abcdefghijklmnop", "") {
		seeds[Draw(ids, seed, 1)[0]] = true
	}
	if len(seeds) != len(ids) {
		t.Errorf("sixteen seeds draw %v only", seeds)
	}
	for n, want := range map[int]int{-1: 0, 0: 0, 3: 3, 9: 3} {
		if got := len(Draw(ids, "1", n)); got != want {
			t.Errorf("of three, %d drawn are %d", n, got)
		}
	}
}

// The same facts give the same bytes; the manifest has every other file; pages ask for
// nothing and run nothing; every link leads somewhere in the pack.
func TestWrite(t *testing.T) {
	t.Parallel()
	for _, id := range Standards() {
		var one, other bytes.Buffer
		for _, w := range []*bytes.Buffer{&one, &other} {
			f := complete(t)
			f.Standard, _ = StandardOf(id)
			f.Files = append(f.Files, File{Name: "commits/1"}, File{Name: "procedure/procedure-1.yaml"}, File{Name: "procedure/procedure.html"}, Verified([]byte("{}")))
			if err := Assess(f).Write(w); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(one.Bytes(), other.Bytes()) {
			t.Errorf("%s: two packs of the same facts differ", id)
		}
		files := unpacked(t, one.Bytes())
		manifest := files[Manifest]
		delete(files, Manifest)
		for name, text := range files {
			sum := sha256.Sum256([]byte(text))
			if line := hex.EncodeToString(sum[:]) + "  " + name + "\n"; !strings.Contains(manifest, line) {
				t.Errorf("%s: the manifest lacks %s", id, name)
			}
			if !strings.HasSuffix(name, ".html") {
				continue
			}
			for _, bad := range []string{"<script", "src=", "http:", "https:", "@import", "<b>云脉", "<no value>"} {
				if strings.Contains(strings.ReplaceAll(text, "http://www.w3.org/2000/svg", ""), bad) {
					t.Errorf("%s: %s has %s", id, name, bad)
				}
			}
			top := strings.Repeat("../", strings.Count(name, "/"))
			for _, part := range strings.Split(text, `href="`)[1:] {
				to, _, _ := strings.Cut(part, `"`)
				if _, there := files[strings.TrimPrefix(to, top)]; !there {
					t.Errorf("%s: %s leads to %s, which is not there", id, name, to)
				}
			}
		}
		if got := strings.Count(manifest, "\n"); got != len(files) {
			t.Errorf("%s: the manifest has %d lines for %d files", id, got, len(files))
		}
	}
}

func unpacked(t *testing.T, data []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(text)
	}
	return files
}
