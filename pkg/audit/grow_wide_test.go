package audit

import (
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	example "github.com/service-catalogue/sc/catalogue"
	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/signature"
)

var (
	wideServices = flag.Int("wide-services", 0, "with -wide-dir: how many services the catalogue to write has")
	wideRequests = flag.Int("wide-requests", 0, "with -wide-dir: how many requirements")
	wideDir      = flag.String("wide-dir", "", "a folder to make, for a bare repository that holds a signed catalogue")
)

// TestGrowWide writes a catalogue to measure with, the same bytes each time
// (docs/measure-size.sh).
func TestGrowWide(t *testing.T) {
	t.Parallel()
	if *wideDir == "" {
		t.Skip("no -wide-dir: there is nothing to write")
	}
	g := growWide(t, *wideDir, *wideServices, *wideRequests)
	g.must(signature.WriteKey(filepath.Join(*wideDir, "wang.fang"), keyOf("wang.fang"), "wang.fang", nil)) // who logs more of them
	t.Logf("%d services, %d requirements, %d entries, tip %s, ledger %s", *wideServices, *wideRequests, g.entry+1, g.tip, g.id)
}

// How many services one requirement brings, how many requirements wait for one another
// to be decided in one entry, all but the last of them, and how many come after that.
const (
	wideDesign  = 500
	wideDecided = 100
	wideWaiting = 5
)

// growWide writes a bare repository with one version of many services, and many
// requirements, nearly all of them decided.
func growWide(t testing.TB, dir string, services, requests int) *growth {
	git(t, ".", "init", "-q", "--bare", "--initial-branch=main", dir)
	name := filepath.Join(dir, "grown.pack")
	pack := newPacker(t, name)
	g := &growth{world: newWorld(t), highest: map[string]int{}}
	g.store = pack
	g.genesis()
	logged := g.published(wideDrafts(t, services))
	for logged < requests-wideWaiting {
		logged += g.round(min(wideDecided, requests-wideWaiting-logged))
	}
	for ; logged < requests; logged++ {
		g.logged(g.wide(logged), "wang.fang")
	}
	pack.close()
	take(t, dir, name)
	git(t, dir, "update-ref", "refs/heads/main", g.tip.String())
	for _, tag := range g.tags {
		git(t, dir, "update-ref", "refs/tags/"+tag.Name, tag.Object.String())
	}
	return g
}

// wideDrafts are that many services, each one of the sample company's under another id.
func wideDrafts(t testing.TB, n int) map[string][]byte {
	t.Helper()
	names, err := fs.Glob(example.FS, "services/*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatal("no sample services", err)
	}
	drafts := map[string][]byte{}
	for i := range n {
		data, err := fs.ReadFile(example.FS, names[i%len(names)])
		if err != nil {
			t.Fatal(err)
		}
		id := fmt.Sprintf("%s-%05d", strings.TrimSuffix(path.Base(names[i%len(names)]), ".yaml"), i)
		for field, value := range map[string]string{"id": id, "code": fmt.Sprintf("YW-W-%05d", i)} {
			if data, err = document.Set(data, []string{field}, value); err != nil {
				t.Fatal(err)
			}
		}
		drafts["services/"+id+".yaml"] = data
	}
	return drafts
}

// published takes all services to a first version, some hundred with each requirement,
// and says how many requirements that took.
func (g *growth) published(drafts map[string][]byte) int {
	if len(drafts) == 0 {
		return 0
	}
	g.drafts(drafts)
	var designs []procedure.Design
	for _, name := range slices.Sorted(maps.Keys(drafts)) {
		designs = append(designs, designOf(strings.TrimSuffix(path.Base(name), ".yaml"), drafts[name], ""))
	}
	m := g.manifest(designs[0], "requests/SLR-2026-0001.yaml", "meetings/MTG-2026-0001.yaml")
	m.Requests, m.Meetings, m.Services = nil, nil, nil
	ends := map[string][]byte{}
	for first := 0; first < len(designs); first += wideDesign {
		some := designs[first:min(first+wideDesign, len(designs))]
		where := g.log(procedure.SourceInternal)
		g.approve(where)
		g.step(where, procedure.Act{Step: "propose", Design: some}, "zhang.wei", "ops_lead")
		meeting, at := g.meetingOf(g.number(records.Meetings()), where, g.entry, designs[0])
		meeting.Items[0].Design = some
		g.review(meeting, at, where)
		m.Requests, m.Meetings = append(m.Requests, meeting.Items[0].Request), append(m.Meetings, meeting.ID)
		for _, d := range some {
			m.Services = append(m.Services, procedure.Published{ID: d.Service, Digest: d.Digest, Change: procedure.Add, Severity: catalogue.New, Since: m.Version})
		}
		ends[where] = nil
	}
	m.PublishedAt, m.Digest = g.stamp().At, procedure.Sum(m.Services)
	for where := range ends {
		ends[where] = g.grown(where, g.event(procedure.Act{Step: "publish", Version: m.Version}, "zhang.wei", "ops_lead"))
	}
	var err error
	ends[records.VersionPath(m.Version)], err = document.Encode(m)
	g.must(err)
	g.commit(write{action: "publish", person: "zhang.wei", role: "ops_lead", files: ends})
	g.tag(m, "zhang.wei", func(*ledger.Tag) {})
	return len(ends) - 1
}

// round logs so many requirements and rejects them in one entry, but for one.
func (g *growth) round(n int) int {
	decided := map[string][]byte{}
	for i := range n {
		where := g.logged(g.wide(i), "wang.fang")
		if i < wideDecided-1 {
			decided[where] = nil
		}
	}
	for where := range decided {
		decided[where] = g.grown(where, g.event(procedure.Act{
			Step: "reject", ReasonCode: "capacity", Reason: "目前没有人员可以承担，明年第一季度再议。", Considered: considered(),
		}, "zhang.wei", "ops_lead"))
	}
	if len(decided) > 0 {
		g.commit(write{action: "reject", person: "zhang.wei", role: "ops_lead", files: decided})
	}
	g.stages = nil // a test looks back at them, and they would grow for ever
	return n
}

// wide is a requirement as customers have them.
func (g *growth) wide(i int) procedure.Request {
	r := requirement(g.number(records.Requests()), "renewal", "wang.fang")
	r.RaisedOn = g.stamp().At[:10]
	r.Title = catalogue.Text{ZH: fmt.Sprintf("门诊系统数据库夜间巡检（第 %d 批）", i), EN: fmt.Sprintf("Nightly database inspection, batch %d", i)}
	r.Customer = &procedure.Customer{Name: fmt.Sprintf("华岭市第%d人民医院", i%40+1), Code: fmt.Sprintf("C-%03d", i%40+1)}
	r.Words = "现在出了问题要等到早上才有人处理，希望夜里也有人值守，至少数据库要有人看着，备份失败的时候马上通知我们信息科。"
	r.BusinessGoal = "门诊挂号和收费在早上七点半以前恢复，不影响病人。"
	r.Priority = "medium"
	return r
}

func TestWideCatalogueIsGood(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "wide")
	g := growWide(t, dir, 15, 120)
	report := g.judged(dir)
	if !report.Good() || len(report.Versions) != 1 {
		t.Errorf("got %d entries, %d versions, %v", report.Entries, len(report.Versions), report.Violations)
	}
}
