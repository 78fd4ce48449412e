package audit

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"slices"
	"testing"
	"time"

	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/signature"
)

// world is a ledger in memory that a test writes to, well or badly.
type world struct {
	t     testing.TB
	store ledger.Store
	tip   ledger.ID
	files map[string][]byte // by path from the root
	rules *procedure.Procedure
	entry int
	last  ledger.Digest
	id    ledger.Digest
	when  time.Time
	tags  []Tag

	stages []stage // after each commit and tag
}

// stage is a history as it was at some time.
type stage struct {
	tip  ledger.ID
	tags []Tag
}

func (w *world) staged() { w.stages = append(w.stages, stage{w.tip, slices.Clone(w.tags)}) }

const root = "catalogue"

func signerOf(t testing.TB, person string) signature.Signer {
	t.Helper()
	s, err := signature.FromPrivate(keyOf(person))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func keyOf(person string) ed25519.PrivateKey {
	seed := sha256.Sum256([]byte("audit test " + person))
	return ed25519.NewKeyFromSeed(seed[:])
}

func newWorld(t testing.TB) *world {
	return &world{
		t: t, store: &ledger.Memory{}, files: map[string][]byte{}, entry: -1,
		when: time.Date(2026, 3, 2, 9, 0, 0, 0, time.FixedZone("", 8*3600)),
	}
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// text is the default procedure with the sample people.
func (w *world) text() []byte {
	text := procedure.Default()
	set := func(value any, at ...string) {
		var err error
		text, err = document.Set(text, at, value)
		w.must(err)
	}
	set("云脉信息技术服务有限公司", "organisation")
	for _, p := range []struct{ id, name, role string }{
		{"li.na", "李娜", "market_manager"}, {"wang.fang", "王芳", "sales"}, {"zhang.wei", "张伟", "ops_lead"},
	} {
		set(procedure.Person{
			Name: p.name, Email: p.id + "@yunmai.example", Roles: []procedure.RoleID{procedure.RoleID(p.role)},
			Keys: []procedure.Key{{Key: signerOf(w.t, p.id).Key().String()}},
		}, "people", p.id)
	}
	return text
}

// write is an entry to be made: who signs what. The fields may be bent before it
// is built.
type write struct {
	action, person, role string
	files                map[string][]byte // from the root
	signer               string            // another person's key
	name                 string            // another name in the header
	parent               *ledger.ID
	bend                 func(*ledger.Draft)
	raw                  func([]byte) []byte // bends the raw commit
	namespace            string
}

// commit makes an entry and moves the tip to it.
func (w *world) commit(e write) ledger.ID {
	w.t.Helper()
	w.when = w.when.Add(time.Hour)
	return w.commitAt(e)
}

func (w *world) stamp() procedure.Stamp {
	return procedure.Stamp{At: w.when.Add(time.Hour).Format(time.RFC3339), Entry: w.entry + 1}
}

func (w *world) commitAt(e write) ledger.ID {
	w.t.Helper()
	d := w.draft(e)
	if e.bend != nil {
		e.bend(&d)
	}
	signer := signerOf(w.t, e.person)
	if e.signer != "" {
		signer = signerOf(w.t, e.signer)
	}
	namespace := signature.NamespaceGit
	if e.namespace != "" {
		namespace = e.namespace
	}
	id, raw, err := d.Build(context.Background(), w.store, func(ctx context.Context, payload []byte) ([]byte, error) {
		return signer.Sign(ctx, namespace, payload)
	})
	w.must(err)
	if e.raw != nil {
		raw = e.raw(slices.Clone(raw))
		id, err = w.store.Put("commit", raw)
		w.must(err)
	}
	w.tip, w.entry, w.last = id, w.entry+1, ledger.DigestOf(raw)
	if w.entry == 0 {
		w.id = w.last
	}
	for name, data := range e.files {
		w.files[name] = data
	}
	w.staged()
	return id
}

func (w *world) draft(e write) ledger.Draft {
	people := map[string]string{"li.na": "李娜", "wang.fang": "王芳", "zhang.wei": "张伟", "stranger": "陌生人"}
	name := people[e.person]
	if e.name != "" {
		name = e.name
	}
	d := ledger.Draft{
		Parent: w.tip, By: ledger.Stamp{Name: name, Email: e.person + "@yunmai.example", When: w.when},
		Subject: e.action, Root: root, Changes: w.changes(e.files),
		Trailers: &ledger.Trailers{Ref: "refs/heads/main", Entry: w.entry + 1, Action: e.action, Actor: e.person, Role: e.role},
	}
	if e.parent != nil {
		d.Parent = *e.parent
	}
	if d.Trailers.Entry == 0 {
		d.Trailers.Root, d.Trailers.Tags = root, "catalogue/v"
	} else {
		d.Trailers.Ledger, d.Trailers.Previous = w.id, w.last
	}
	return d
}

func (w *world) changes(files map[string][]byte) []ledger.Change {
	var cs []ledger.Change
	for name, data := range files {
		cs = append(cs, ledger.Change{Path: root + "/" + name, Data: data})
	}
	return cs
}

// drafts makes an ordinary commit.
func (w *world) drafts(files map[string][]byte) ledger.ID {
	w.t.Helper()
	id, _, err := ledger.Draft{
		Parent: w.tip, By: ledger.Stamp{Name: "somebody", Email: "s@example.com", When: w.when},
		Subject: "drafts", Changes: w.changes(files),
	}.Build(context.Background(), w.store, nil)
	w.must(err)
	w.tip = id
	for name, data := range files {
		w.files[name] = data
	}
	return id
}

// merge makes a merge commit with the tree of one of its parents.
func (w *world) merge(tree ledger.ID, parents ...ledger.ID) ledger.ID {
	w.t.Helper()
	text := "tree " + tree.String() + "\n"
	for _, p := range parents {
		text += "parent " + p.String() + "\n"
	}
	text += "author S <s@example.com> 1772413200 +0800\ncommitter S <s@example.com> 1772413200 +0800\n\nmerge\n"
	id, err := w.store.Put("commit", []byte(text))
	w.must(err)
	w.tip = id
	return id
}

func (w *world) treeOf(id ledger.ID) ledger.ID {
	w.t.Helper()
	tree, _, err := ledger.NewReader(w.store).Links(id)
	w.must(err)
	return tree
}

// verify judges the world.
func (w *world) verify() *Report {
	w.t.Helper()
	report, err := Verify(context.Background(), w.subject(stage{w.tip, w.tags}))
	w.must(err)
	if n := len(w.stages); n > 1 {
		w.continues(report, w.stages[n/2], w.stages[n-2])
	}
	w.newest(report)
	return report
}

func (w *world) subject(at stage) Subject {
	return Subject{
		Tip: at.tip, Ref: "refs/heads/main", Root: root, Tags: at.tags,
		Readers: func() *ledger.Reader { return ledger.NewReader(w.store) },
	}
}

// codes are the codes of the violations, warnings aside, each once.
func codes(r *Report) []string {
	var found []string
	for _, v := range r.Violations {
		if !v.Warning() && !slices.Contains(found, v.Code) {
			found = append(found, v.Code)
		}
	}
	slices.Sort(found)
	return found
}
