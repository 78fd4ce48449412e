package ledger

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// story walks the chain and tells each link in a word: an entry, a draft, a merge
// with the number of its other parents, and its breach.
func story(t *testing.T, r *Reader, tip ID) string {
	t.Helper()
	var words []string
	for link, err := range r.Chain(t.Context(), tip, "catalogue") {
		if err != nil {
			t.Fatal(err)
		}
		word := "draft"
		switch {
		case link.Breach != nil:
			word = link.Breach.Code
		case link.Entry:
			word = "entry"
		case len(link.Parents) > 1:
			word = fmt.Sprintf("merge+%d", len(link.Others))
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

func TestChainTellsEntriesFromDrafts(t *testing.T) {
	b := newBook(t)
	b.draft("README", "1")
	b.enter("procedure.yaml", "1")
	b.draft("catalogue/services/a.yaml", "1")
	b.enter("requests/2026/SLR-2026-0001.yaml", "1")
	b.draft("README", "2")
	if got, want := story(t, NewReader(b), b.tip), "draft entry draft entry draft"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestChainLeadsThroughMerges(t *testing.T) {
	b := newBook(t)
	genesis := b.enter("procedure.yaml", "1")
	side := b.draft("catalogue/services/a.yaml", "1")
	b.tip = genesis
	one := b.enter("requests/2026/SLR-2026-0001.yaml", "1")
	two := b.enter("requests/2026/SLR-2026-0002.yaml", "1")
	rewritten := func(parents ...ID) string { b.tip = ID{}; return story(t, NewReader(b), b.merge(two, parents...)) }
	cases := map[string]struct {
		parents []ID
		want    string
	}{
		"git pull":               {[]ID{two, side}, "merge+1 entry entry entry"},
		"foxtrot":                {[]ID{side, two}, "merge+1 entry entry entry"},
		"octopus":                {[]ID{side, one, two, genesis}, "merge+3 entry entry entry"},
		"same state twice":       {[]ID{two, two}, "merge+1 entry entry entry"},
		"evil: no parent has it": {[]ID{one, side}, "E_MERGE entry entry"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if got := rewritten(c.parents...); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestChainShowsADroppedEntry(t *testing.T) {
	b := newBook(t)
	b.enter("procedure.yaml", "1")
	one := b.enter("requests/2026/SLR-2026-0001.yaml", "1")
	two := b.enter("requests/2026/SLR-2026-0002.yaml", "1")
	ours := b.merge(one, two, one) // git merge -s ours over a newer ledger
	seen := map[State]bool{{}: true}
	var links []Link
	for link, err := range NewReader(b).Chain(t.Context(), ours, "catalogue") {
		if err != nil {
			t.Fatal(err)
		}
		links = append(links, link)
	}
	if links[0].Lead != one {
		t.Errorf("the merge leads to %s, want %s", links[0].Lead, one)
	}
	for _, l := range links[1:] {
		seen[l.State] = true
	}
	if len(links[0].Others) != 1 || seen[links[0].Others[0]] {
		t.Error("the dropped entry's state is on the chain")
	}
}

func TestChainIsLazy(t *testing.T) {
	b := newBook(t)
	b.enter("procedure.yaml", "1")
	old := b.tip
	b.enter("requests/2026/SLR-2026-0001.yaml", "1")
	b.enter("requests/2026/SLR-2026-0002.yaml", "1")
	delete(b.kept, old)
	var got []bool
	for link, err := range NewReader(b).Chain(t.Context(), b.tip, "catalogue") {
		got = append(got, link.Entry, errors.Is(err, ErrMissing))
		if err == nil {
			continue
		}
		if link.ID != old {
			t.Errorf("got %s, want the missing %s", link.ID, old)
		}
	}
	if want := []bool{true, false, false, true}; !cmp.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	for link, err := range NewReader(b).Chain(t.Context(), b.tip, "catalogue") {
		if err != nil || !link.Entry {
			t.Errorf("got %v, want the newest entry", err)
		}
		break
	}
}

func TestChainCountsDraftsCheaply(t *testing.T) {
	b := newBook(t)
	b.enter("procedure.yaml", "1")
	b.draft("catalogue/services/a.yaml", "1")
	for i := range 10 {
		b.draft("README", fmt.Sprint(i))
	}
	c := &counting{Objects: b}
	story(t, NewReader(c), b.tip)
	// 12 commits, a top tree each, the root folder with and without the service.
	if got, want := c.n, 12+12+2; got != want {
		t.Errorf("got %d objects read, want %d", got, want)
	}
}

type counting struct {
	Objects
	n int
}

func (c *counting) Get(id ID, limit int64) (string, []byte, error) {
	c.n++
	return c.Objects.Get(id, limit)
}

func TestChainReportsAMalformedTreeAndGoesOn(t *testing.T) {
	b := newBook(t)
	good := b.enter("procedure.yaml", "1")
	bad := b.put(kindTree, rawNode("100644", "b")+rawNode("100644", "a"))
	b.tip = b.put(kindCommit, "tree "+bad.String()+"\nparent "+good.String()+"\nauthor x\n\nx\n")
	b.tip = b.put(kindCommit, "tree "+treeOf(t, NewReader(b), good).String()+"\nparent "+b.tip.String()+"\nauthor x\n\nx\n")
	if got, want := story(t, NewReader(b), b.tip), "entry E_OBJ_FORM entry"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestChainStopsWithItsContext(t *testing.T) {
	b := newBook(t)
	b.enter("procedure.yaml", "1")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, err := range NewReader(b).Chain(ctx, b.tip, "catalogue") {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want context.Canceled", err)
		}
	}
}
