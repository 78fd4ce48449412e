package audit

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
)

var (
	growEntries = flag.Int("grow", 0, "with -grow-dir: how many entries the ledger to write has")
	growDir     = flag.String("grow-dir", "", "a folder to make, for a bare repository that holds a signed ledger")
)

// TestGrow writes a ledger to measure with, the same bytes each time
// (docs/measure-ledger.sh).
func TestGrow(t *testing.T) {
	t.Parallel()
	if *growDir == "" {
		t.Skip("no -grow-dir: there is nothing to write")
	}
	g := grow(t, *growDir, *growEntries)
	t.Logf("%d entries, tip %s, ledger %s", g.entry+1, g.tip, g.id)
}

// growth is a ledger that becomes as long as asked: four in ten entries log a
// requirement, the others decide on one, remark on it, or take it through a
// meeting to a version.
type growth struct {
	*world
	highest map[string]int // kind and year → number
	open    []string       // paths of requirements that are submitted
	latest  *procedure.Manifest
	draft   []byte // of the one service that every version changes
}

// grow writes a bare repository with a ledger of n entries.
func grow(t testing.TB, dir string, n int) *growth {
	git(t, ".", "init", "-q", "--bare", "--initial-branch=main", dir)
	name := filepath.Join(dir, "grown.pack")
	pack := newPacker(t, name)
	g := &growth{world: newWorld(t), highest: map[string]int{}}
	g.store = pack
	g.genesis()
	g.drafts(map[string][]byte{"services/svc-a.yaml": g.service()})
	for i := 0; g.entry+1 < n; i++ {
		g.next(i, n)
	}
	pack.close()
	take(t, dir, name)
	git(t, dir, "update-ref", "refs/heads/main", g.tip.String())
	for _, tag := range g.tags {
		git(t, dir, "update-ref", "refs/tags/"+tag.Name, tag.Object.String())
	}
	return g
}

// take moves a pack into a repository.
func take(t testing.TB, dir, name string) {
	t.Helper()
	pack, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("git", "index-pack", "--stdin")
	cmd.Dir, cmd.Stdin = dir, pack
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("git index-pack: %v\n%s", err, out)
	}
	if err := errors.Join(pack.Close(), os.Remove(name)); err != nil {
		t.Fatal(err)
	}
}

func git(t testing.TB, dir string, args ...string) {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("git %v: %v\n%s", args, err, out)
	}
}

// next makes the i-th step of the ledger.
func (g *growth) next(i, n int) {
	switch {
	case i%500 == 499 && g.entry+8 < n:
		g.version()
	case i%5 < 2 || len(g.open) == 0:
		g.open = append(g.open, g.log("renewal"))
	case i%5 == 2:
		g.step(g.open[len(g.open)-1], procedure.Act{Step: "note", Text: "客户确认了时间，等待运维主管判断。"}, "li.na", "market_manager")
	case i%5 == 3:
		g.decide(procedure.Act{Step: "approve", Considered: considered()})
	default:
		g.decide(procedure.Act{Step: "reject", ReasonCode: "capacity", Reason: "目前没有人员可以承担。", Considered: considered()})
	}
}

func (g *growth) decide(act procedure.Act) {
	path := g.open[0]
	g.open = g.open[1:]
	g.step(path, act, "zhang.wei", "ops_lead")
}

// number is the next id of a kind in the year of the next entry.
func (g *growth) number(k records.Kind) string {
	year := g.stamp().At[:4]
	g.highest[k.Prefix+year]++
	return k.ID(year, g.highest[k.Prefix+year])
}

// log brings a new requirement and gives its path.
func (g *growth) log(source procedure.Source) string {
	r := requirement(g.number(records.Requests()), source, "wang.fang")
	return g.logged(r, "wang.fang")
}

func (g *growth) service() []byte {
	g.draft = service("svc-a", fmt.Sprintf("甲 %d", g.entry))
	return g.draft
}

// version takes one requirement through all its steps, and signs a version.
func (g *growth) version() {
	path := g.log(procedure.SourceInternal)
	g.approve(path)
	g.service()
	d := designOf("svc-a", g.draft, "")
	if g.latest != nil {
		d = designOf("svc-a", g.draft, g.latest.Services[0].Digest)
	}
	g.propose(path, d, g.draft)
	m, where := g.meetingOf(g.number(records.Meetings()), path, g.entry, d)
	g.review(m, where, path)
	v := g.manifest(d, path, where)
	if g.latest != nil {
		v.Version, v.Previous = g.latest.Version, g.latest.Version
		v.Version.Minor++
		v.Services[0].Change, v.Services[0].Severity = procedure.Modify, "improved"
		v.Services[0].Since = v.Version
	}
	tags := g.tags
	g.publish(v, path)
	g.tags = append(tags, g.tags...)
	g.latest = v
}

func TestGrownLedgerIsGood(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "grown")
	report := grow(t, dir, 540).judged(dir)
	if !report.Good() || report.Entries != 540 || len(report.Versions) != 1 {
		t.Errorf("got %d entries, %d versions, %v", report.Entries, len(report.Versions), report.Violations)
	}
}

// judged verifies the repository that was written.
func (g *growth) judged(dir string) *Report {
	g.t.Helper()
	repo, err := ledger.Open(context.Background(), ledger.Git{}, dir)
	g.must(err)
	report, err := Verify(context.Background(), Subject{
		Tip: g.tip, Ref: "refs/heads/main", Root: root, Tags: g.tags, Readers: repo.Reader,
	})
	g.must(err)
	return report
}
