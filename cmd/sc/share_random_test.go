package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/cli"
)

// TestRandomSharing takes random steps in several clones, some of them offline, and
// holds what comes of each, and of all, against a model: what the shared repository
// has, what each clone has seen of it, and what waits there.
func TestRandomSharing(t *testing.T) {
	t.Parallel()
	for seed := range uint64(*manyRaces) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			w := newSharing(t, seed)
			for range 25 {
				w.step(t)
			}
			for _, c := range w.clones {
				w.sync(t, c)
			}
			w.compare(t)
		})
	}
}

// sharing is the model: a requirement is the list of what was done to it, each by a
// word that occurs once.
type sharing struct {
	*server
	dice   *rand.Rand
	hub    map[string][]string
	moves  int // of the hub
	words  int
	clones []*cloneModel
}

type cloneModel struct {
	at      *server
	seen    map[string][]string // on its branch, what waits included
	base    int                 // moves of the hub that it has taken in
	waiting []waitingModel
}

type waitingModel struct{ id, step, word string }

func newSharing(t *testing.T, seed uint64) *sharing {
	s := newServer(t)
	s.git(t, s.clone, "push", "-q", "--atomic", "origin", "main", "catalogue/v1.0.0")
	s.git(t, s.bare, "symbolic-ref", "HEAD", "refs/heads/main")
	w := &sharing{server: s, dice: rand.New(rand.NewPCG(seed, 1)), hub: map[string][]string{}}
	for i := range 3 {
		w.clones = append(w.clones, &cloneModel{at: s.another(t, fmt.Sprint("clone", i), "zhang.wei"), seen: map[string][]string{}})
	}
	return w
}

// state is what a requirement is after what was done to it.
func state(done []string) string {
	now := ""
	for _, d := range done {
		switch step, _, _ := strings.Cut(d, " "); step {
		case "request":
			now = "submitted"
		case "approve":
			now = "approved"
		case "reject", "withdraw":
			now = "final"
		}
	}
	return now
}

// allowed reports whether the procedure lets a step be taken.
func allowed(step string, done []string) bool {
	switch state(done) {
	case "submitted":
		return step != "request"
	case "approved":
		return step == "note" || step == "withdraw"
	case "":
		return step == "request"
	}
	return false
}

// step takes one random step in one clone.
func (w *sharing) step(t *testing.T) {
	t.Helper()
	c := w.clones[w.dice.IntN(len(w.clones))]
	if w.dice.IntN(6) == 0 {
		w.sync(t, c)
		return
	}
	w.words++
	step := []string{"request", "request", "approve", "reject", "withdraw", "note"}[w.dice.IntN(6)]
	id, word := "", fmt.Sprint("w", w.words)
	if step != "request" {
		known := slices.Sorted(func(yield func(string) bool) {
			for id := range c.seen {
				if !yield(id) {
					return
				}
			}
		})
		if len(known) == 0 {
			return
		}
		id = known[w.dice.IntN(len(known))]
	}
	if w.dice.IntN(3) == 0 {
		w.offline(t, c, waitingModel{id, step, word})
		return
	}
	w.online(t, c, waitingModel{id, step, word})
}

// online is a step that is shared at once.
func (w *sharing) online(t *testing.T, c *cloneModel, s waitingModel) {
	t.Helper()
	moved := c.base != w.moves
	code, id := w.run(t, c, s)
	if moved && len(c.waiting) > 0 {
		w.expect(t, c, s, code, 2)
		return
	}
	if len(c.waiting) == 0 {
		known := c.seen
		c.take(w)
		changed := !slices.Equal(known[s.id], w.hub[s.id])
		if changed && (s.step != "note" || !allowed(s.step, w.hub[s.id])) {
			w.expect(t, c, s, code, 4)
			return
		}
	}
	if !allowed(s.step, c.seen[s.id]) {
		w.expect(t, c, s, code, 3)
		return
	}
	w.expect(t, c, s, code, 0)
	for _, waits := range append(c.waiting, waitingModel{id, s.step, s.word}) {
		w.hub[waits.id] = append(slices.Clone(w.hub[waits.id]), waits.step+" "+waits.word)
	}
	w.moves++
	c.waiting = nil
	c.take(w)
}

// offline is a step that waits.
func (w *sharing) offline(t *testing.T, c *cloneModel, s waitingModel) {
	t.Helper()
	code, id := w.run(t, c, s, "--offline")
	if !allowed(s.step, c.seen[s.id]) {
		w.expect(t, c, s, code, 3)
		return
	}
	w.expect(t, c, s, code, 0)
	s.id = id
	c.waiting = append(c.waiting, s)
	c.seen[id] = append(slices.Clone(c.seen[id]), s.step+" "+s.word)
}

// sync shares what waits: behind what others did, under new numbers, and without what
// was decided on something else.
func (w *sharing) sync(t *testing.T, c *cloneModel) {
	t.Helper()
	want := 0
	moved := c.base != w.moves
	renamed, lost := map[string]string{}, map[string]bool{}
	before := c.before()
	for _, s := range c.waiting {
		id := s.id
		switch {
		case s.step == "request":
			id = fmt.Sprintf("SLR-2026-%04d", len(w.hub)+3)
			renamed[s.id] = id
		case renamed[s.id] != "":
			id = renamed[s.id]
		case lost[id] && s.step != "note",
			moved && s.step != "note" && !slices.Equal(before[id], w.hub[id]),
			!allowed(s.step, w.hub[id]):
			want, lost[id] = 4, true
			continue
		}
		w.hub[id] = append(slices.Clone(w.hub[id]), s.step+" "+s.word)
		before[id] = w.hub[id]
	}
	if len(c.waiting) > 0 {
		w.moves++
	}
	c.waiting = nil
	c.take(w)
	code, said := w.sc(c, "sync")
	if code != want {
		t.Fatalf("sync in %s: exit %d, want %d\n%s", c.at.clone, code, want, said)
	}
}

// before is what the clone saw of each requirement without what waits there.
func (c *cloneModel) before() map[string][]string {
	all := map[string][]string{}
	for id, done := range c.seen {
		for _, d := range done {
			if !slices.ContainsFunc(c.waiting, func(s waitingModel) bool { return s.step+" "+s.word == d }) {
				all[id] = append(all[id], d)
			}
		}
	}
	return all
}

// take makes the clone see what the hub has.
func (c *cloneModel) take(w *sharing) {
	c.base, c.seen = w.moves, map[string][]string{}
	for id, done := range w.hub {
		c.seen[id] = done
	}
}

// run takes a step with sc, and gives the id that it names.
func (w *sharing) run(t *testing.T, c *cloneModel, s waitingModel, more ...string) (int, string) {
	t.Helper()
	args := map[string][]string{
		"request":  {"request", "--source", "internal", "--title", s.word},
		"approve":  {"approve", s.id, "--business-need", "续签要求", "--company-situation", "已有三名DBA", "-m", s.word},
		"reject":   {"reject", s.id, "--yes", "-m", s.word},
		"withdraw": {"withdraw", s.id, "--yes", "-m", s.word},
		"note":     {"note", s.id, "-m", s.word},
	}[s.step]
	code, said := w.sc(c, append(args, more...)...)
	id, _, _ := strings.Cut(said, "\t")
	id, _, _ = strings.Cut(id, "\n")
	return code, strings.TrimSuffix(id, "~")
}

func (w *sharing) sc(c *cloneModel, args ...string) (int, string) {
	env := testEnv(args, c.at.env)
	env.Dir = c.at.clone
	var said strings.Builder
	env.In, env.Out, env.Err = strings.NewReader(""), &said, &said
	return cli.Run(context.Background(), env), said.String()
}

func (w *sharing) expect(t *testing.T, c *cloneModel, s waitingModel, code, want int) {
	t.Helper()
	if code != want {
		t.Fatalf("%s %s (%s) in %s: exit %d, want %d\nseen %v\nhub %v\nwaiting %v", s.step, s.id, s.word, filepath.Base(c.at.clone), code, want, c.seen, w.hub, c.waiting)
	}
}

// compare holds the shared repository against the model.
func (w *sharing) compare(t *testing.T) {
	t.Helper()
	w.good(t)
	for id, done := range w.hub {
		text := w.git(t, w.bare, "show", "main:catalogue/requests/2026/"+id+".yaml") + "\n"
		at := 0
		for _, d := range done {
			_, word, _ := strings.Cut(d, " ")
			next := strings.Index(text[at:], word+"\n")
			if next < 0 {
				t.Errorf("%s lacks %q, or has it elsewhere:\n%s", id, d, text)
				break
			}
			at += next
		}
	}
	if files := strings.Fields(w.git(t, w.bare, "ls-tree", "--name-only", "main:catalogue/requests/2026")); len(files) != len(w.hub)+2 {
		t.Errorf("%d requirements, want %d", len(files)-2, len(w.hub))
	}
}
