package main

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// kills is how often TestKilled kills. Without it: once at each kind of write point
// of each command.
var kills = flag.Int("kills", 0, "how often TestKilled kills; half of them at random times")

// errand is a command that is cut off, from a state of the sample company.
type errand struct {
	state string // "none" is an empty folder
	first [][]string
	as    string
	args  []string
}

func (d errand) String() string { return strings.Join(d.args, " ") }

func errands(key func(string) string) []errand {
	all := history(key)
	designed := all[4].steps[:2]
	genesis := slices.Concat([]string{"init"}, all[0].steps[0][2:])
	return []errand{
		{"none", nil, "zhang.wei", genesis},
		{"published", nil, "li.na", []string{"request", "--title", "驻场保障", "--source", "internal"}},
		{"approved", nil, "li.na", []string{"design", "2"}},
		{"approved", designed, "li.na", all[4].steps[2][1:]},
		{"proposed", nil, "li.na", all[5].steps[0][1:]},
		{"passed", nil, "zhang.wei", []string{"publish", "--yes"}},
		{"requested", nil, "li.na", []string{"note", "2", "-m", "客户催办"}},
		{"proposed", nil, "zhang.wei", []string{"shelve", "svc-db-ops"}},
		{"published", [][]string{
			{"wang.fang", "sla", "draft", "--customer", "华岭市人民医院", "--contract", "HL-1", "--service", "svc-db-ops"},
		}, "li.na", []string{"sla", "sign", "1", "--signatory", "陈洁", "--attach", "catalogue/services/svc-db-ops.yaml"}},
		{"published", [][]string{
			{"li.na", "periodic-review", "start", "--service", "svc-db-ops"},
			{"li.na", "periodic-review", "verdict", "svc-db-ops", "--retire", "-m", "无人使用"},
		}, "li.na", []string{"periodic-review", "close", "--yes"}},
		{"published", nil, "li.na", []string{"verify"}},
		{"published", nil, "li.na", []string{"validate"}},
	}
}

// bench is where errands are cut off.
type bench struct {
	*companies
	t     *testing.T
	count int
}

func newBench(t *testing.T, dir string) *bench {
	t.Helper()
	b := &bench{companies: &companies{dir: dir}, t: t}
	if err := writeKeys(b.dir); err != nil {
		t.Fatal(err)
	}
	return b
}

// newCuttingBench is a bench for what the system can watch.
func newCuttingBench(t *testing.T) *bench {
	t.Helper()
	if err := canCut(); err != nil {
		t.Skip(err)
	}
	return newBench(t, t.TempDir())
}

func (b *bench) key(p string) string { return filepath.Join(b.dir, "keys", p) }

// place is one try of a errand: a repository, and a reader's state folder beside it.
type place struct {
	*bench
	errand
	top string
	env []string
}

func (b *bench) place(d errand) place {
	b.t.Helper()
	b.count++
	top := filepath.Join(b.dir, fmt.Sprint("try", b.count))
	p := place{b, d, top, append(os.Environ(), hermetic(b.dir)...)}
	p.env = append(p.env, "SC_SIGNINGKEY="+b.key(d.as), "SC_STATE="+filepath.Join(top, "state"))
	var err error
	if d.state == "none" {
		err = os.MkdirAll(p.repo(), 0o755)
	} else if err = b.copy(p.repo(), strings.TrimPrefix(d.state, "none")); err == nil {
		err = b.run(p.repo(), d.first)
	}
	if err != nil {
		b.t.Fatal(err)
	}
	return p
}

func (p place) repo() string { return filepath.Join(p.top, "cat") }
func (p place) gone()        { _ = os.RemoveAll(p.top) }

// said is a program's answer.
type said struct {
	code int
	text string
}

func (p place) exec(name string, args ...string) said {
	p.t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Env = p.repo(), p.env
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); cmd.ProcessState == nil {
		p.t.Fatal(err)
	}
	return said{cmd.ProcessState.ExitCode(), out.String()}
}

// cut runs the errand and cuts it off.
func (p place) cut(how string, n int, after time.Duration) said {
	p.t.Helper()
	args := []string{"-within", p.top, "-log", p.top + "/log", "-how", how, "-at", fmt.Sprint(n), "-after", after.String(), "sc"}
	got := p.exec("cutter", append(args, p.args...)...)
	if got.code == 99 || strings.Contains(got.text, "goroutine ") {
		p.t.Fatalf("%s: %s", p, got.text)
	}
	return got
}

// whole is a errand that nothing happened to: its write points, how long it took and
// what it left.
type whole struct {
	errand
	points []string
	took   time.Duration
	left   string
}

func (b *bench) whole(d errand) whole {
	b.t.Helper()
	p := b.place(d)
	defer p.gone()
	began := time.Now()
	if got := p.cut("", 0, 0); got.code != 0 {
		b.t.Fatalf("%s: exit %d\n%s", d, got.code, got.text)
	}
	return whole{d, p.points(), time.Since(began), p.left()}
}

// lands reports whether the errand moves the branch.
func (w whole) lands() bool {
	return slices.ContainsFunc(w.points, func(p string) bool { return kind(p) == "journal" })
}

// points are the write points of what was run last.
func (p place) points() []string {
	log, err := os.ReadFile(p.top + "/log")
	if err != nil {
		p.t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(strings.ReplaceAll(string(log), p.top+"/", "")), "\n")
}

// left is what a errand was to bring: signatures and times are the same each time, and
// so the names of its objects are too.
func (p place) left() string {
	return p.exec("git", "rev-parse", "HEAD").text + p.exec("git", "for-each-ref", "refs/tags").text
}

// kind is what a write point has to do with.
func kind(point string) string {
	name := point[strings.LastIndex(point, "\t")+1:]
	for _, k := range [][2]string{
		{"state/", "trust"},
		{"/.git/objects/", "objects"},
		{"/.git/sc/journal", "journal"},
		{"/.git/sc/", "cache"},
		{"/.git/index", "index"},
		{"/.git/refs/tags", "tag"},
		{"/.git/refs/", "refs"},
		{"/.git/logs/", "reflog"},
		{"/.git/config", "config"},
		{"/.git/", "git"},
	} {
		if strings.Contains("/"+name, k[0]) {
			return k[1]
		}
	}
	return "work tree"
}

// oneOfEach are the middle points of each kind.
func (w whole) oneOfEach() []int {
	by := map[string][]int{}
	var kinds []string
	for i, p := range w.points {
		if len(by[kind(p)]) == 0 {
			kinds = append(kinds, kind(p))
		}
		by[kind(p)] = append(by[kind(p)], i+1)
	}
	var chosen []int
	for _, k := range kinds {
		chosen = append(chosen, by[k][len(by[k])/2])
	}
	return chosen
}

// A command may be killed wherever it writes, alone or with all that it started: the
// repository is sound, status says what is unfinished, and the command run again ends
// what was begun. Nothing that was signed for the ledger is lost.
func TestKilled(t *testing.T) {
	t.Parallel()
	b := newCuttingBench(t)
	var all []whole
	seen := map[string]bool{}
	for _, d := range errands(b.key) {
		w := b.whole(d)
		for _, p := range w.points {
			seen[kind(p)] = true
		}
		all = append(all, w)
	}
	for _, k := range []string{"objects", "journal", "work tree", "index", "refs", "tag", "trust", "cache"} {
		if !seen[k] {
			t.Errorf("nothing writes to %s", k)
		}
	}
	if *kills > 0 {
		b.often(all, *kills)
		return
	}
	for i, w := range all {
		for k, n := range w.oneOfEach() {
			b.killed(w, []string{"kill", "power"}[(i+k)%2], n, 0)
		}
	}
}

// TestKilledInMemory kills on a file system that lies in memory alone.
func TestKilledInMemory(t *testing.T) {
	t.Parallel()
	if err := canCut(); err != nil {
		t.Skip(err)
	}
	dir, err := inMemory()
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	b := newBench(t, dir)
	for i, d := range errands(b.key)[1:4] {
		w := b.whole(d)
		if *kills > 0 {
			b.often([]whole{w}, *kills/10)
			continue
		}
		for k, n := range w.oneOfEach() {
			b.killed(w, []string{"kill", "power"}[(i+k)%2], n, 0)
		}
	}
}

// often kills n times: at points that are spread over all there are, and at random
// times.
func (b *bench) often(all []whole, n int) {
	random := rand.New(rand.NewPCG(1, 2))
	for i := range n {
		w, how := all[i/2%len(all)], []string{"kill", "power"}[i/2/len(all)%2]
		if i%2 == 0 {
			b.killed(w, how, 1+i/2/len(all)*7%len(w.points), 0)
		} else {
			b.killed(w, how, 0, time.Duration(random.Int64N(int64(w.took))))
		}
	}
	b.t.Logf("%d kills", n)
}

func (b *bench) killed(w whole, how string, n int, after time.Duration) {
	b.t.Helper()
	p := b.place(w.errand)
	defer p.gone()
	name := fmt.Sprintf("%s, %s after %s", w.errand, how, after)
	if n > 0 {
		name = fmt.Sprintf("%s, %s at point %d: %s", w.errand, how, n, w.points[n-1])
	}
	got := p.cut(how, n, after)
	if n > 0 && got.code != 137 {
		b.t.Errorf("%s: exit %d\n%s", name, got.code, got.text)
	}
	for _, fault := range p.resumed(w) {
		b.t.Errorf("%s:\n%s", name, fault)
	}
}

// resumed looks at what a cut has left, and goes on as a person would.
func (p place) resumed(w whole) (faults []string) {
	fault := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	repository := p.exec("git", "rev-parse", "--git-dir").code == 0
	if got := p.exec("git", "fsck", "--strict", "--no-dangling", "--no-progress"); repository && (got.code != 0 || strings.Contains(got.text, "error")) {
		fault("git fsck: %s", got.text)
	}
	_, cutOff := os.Stat(filepath.Join(p.repo(), ".git", "sc", "journal"))
	status := p.exec("sc", "status")
	if p.exec("git", "rev-parse", "-q", "--verify", "HEAD").code == 0 && (status.code != 0 || cutOff == nil != strings.Contains(status.text, "unfinished_landing")) {
		fault("journal %v; sc status, exit %d: %s", cutOff, status.code, status.text)
	}
	again := p.exec("sc", p.args...)
	if locks := p.locks(); len(locks) > 0 {
		// HEAD's is the last that git takes away: the errand may be done by then.
		if again.code != 0 && p.left() != w.left && !strings.Contains(again.text, "remove that file and try again") {
			fault("with %s: exit %d: %s", locks, again.code, again.text)
		}
		for _, name := range locks { // as the hint says
			_ = os.Remove(name)
		}
		again = p.exec("sc", p.args...)
	}
	if left := p.left(); left != w.left {
		if p.exec("git", "merge-base", "--is-ancestor", strings.Fields(w.left)[0], "HEAD").code != 0 {
			fault("again, exit %d: %s\nit left %s, want %s", again.code, again.text, left, w.left)
		}
	}
	if got := p.exec("sc", "verify", "--full"); got.code != 0 || strings.Contains(got.text, "W_UNFINISHED") {
		fault("verify, exit %d: %s\nbefore it, exit %d: %s", got.code, got.text, again.code, again.text)
	}
	if got := p.exec("git", "status", "--porcelain").text; got != "" {
		fault("git status: %s\nbefore it, exit %d: %s", got, again.code, again.text)
	}
	if got := p.exec("git", "for-each-ref", "refs/sc").text; got != "" {
		fault("set aside: %s", got)
	}
	if _, err := os.Stat(filepath.Join(p.repo(), ".git", "sc", "journal")); err == nil {
		fault("the journal is still there; before it, exit %d: %s", again.code, again.text)
	}
	if left, _ := filepath.Glob(filepath.Join(p.repo(), ".git", "sc", "journal-*")); again.code == 0 && len(left) > 0 && w.lands() {
		fault("left: %s", left)
	}
	return faults
}

// locks are those that a killed git has left.
func (p place) locks() (found []string) {
	_ = filepath.WalkDir(filepath.Join(p.repo(), ".git"), func(name string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(name, ".lock") {
			found = append(found, name)
		}
		return nil
	})
	return found
}

// Whatever gets its name in the Git folder or among what is trusted was put safely on
// the disk before, or a power cut could leave a name without bytes. What may be lost is
// not: the cache, git's index, and git's words about a merge.
func TestSynced(t *testing.T) {
	t.Parallel()
	b := newCuttingBench(t)
	for _, e := range errands(b.key) {
		p := b.place(e)
		p.env = append(p.env, "GIT_CONFIG_GLOBAL=/dev/null") // hermetic says core.fsync=none
		if got := p.cut("", 0, 0); got.code != 0 {
			t.Fatalf("%s: exit %d\n%s", e, got.code, got.text)
		}
		synced := map[string]bool{}
		for _, point := range p.points() {
			call, files := strings.Split(point, "\t")[0], strings.Split(point, "\t")[2:]
			switch kind(point) {
			case "objects", "journal", "refs", "tag", "trust":
			default:
				continue
			}
			if call == "sync" {
				synced[files[0]] = true
			}
			if (call == "rename" || call == "link") && !synced[files[0]] {
				t.Errorf("%s: %s, and it was not synced", e, point)
			}
		}
		p.gone()
	}
}

// A disk may be full at any write point, or the repository read-only: the command
// ends with 2, an error and a hint, and once there is room again it does its work.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	b := newCuttingBench(t)
	for _, e := range errands(b.key) {
		w := b.whole(e)
		for _, n := range w.oneOfEach() {
			p := b.place(e)
			got := p.cut("full", n, 0)
			name := fmt.Sprintf("%s, full from point %d on: %s", e, n, w.points[n-1])
			if got.code != 0 && (got.code != 2 || !strings.Contains(got.text, "sc: error: ")) {
				t.Errorf("%s: exit %d\n%s", name, got.code, got.text)
			}
			if locks := p.locks(); len(locks) > 0 {
				t.Errorf("%s: left %s", name, locks)
			}
			for _, fault := range p.resumed(w) {
				t.Errorf("%s: exit %d\n%s\nthen %s", name, got.code, got.text, fault)
			}
			p.gone()
		}
	}
}

// On a file system that is read-only everything can be looked at, and nothing else
// done; what cannot be kept there is said.
func TestReadOnly(t *testing.T) {
	t.Parallel()
	b := newCuttingBench(t)
	for _, c := range []struct {
		errand
		code int
		want string
	}{
		{errand{"passed", nil, "li.na", []string{"status"}}, 0, "SLR-2026-0002"},
		{errand{"passed", nil, "li.na", []string{"list", "services"}}, 0, "svc-db-ops"},
		{errand{"passed", nil, "li.na", []string{"verify"}}, 0, "good"},
		{errand{"passed", nil, "li.na", []string{"validate"}}, 0, ""},
		{errand{"passed", nil, "zhang.wei", []string{"publish", "--yes"}}, 2, "sc: error: cannot write to the repository: .*read-only file system"},
		{errand{"passed", nil, "li.na", []string{"design", "2"}}, 2, "sc: error: the file catalogue/services/svc-db-ops.yaml cannot be written\nhint: "},
		{errand{"none", nil, "zhang.wei", errands(b.key)[0].args}, 2, "sc: error: no repository can be made in .*Read-only file system\nhint: "},
	} {
		p := b.place(c.errand)
		got := p.cut("readonly", 1, 0)
		if got.code != c.code || !regexp.MustCompile(c.want).MatchString(got.text) {
			t.Errorf("%s: exit %d, want %d and %q\n%s", c.errand, got.code, c.code, c.want, got.text)
		}
		p.gone()
	}
}
