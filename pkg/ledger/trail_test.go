package ledger

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// walked is what a walk over the whole history finds: the entries, and those that name
// each record, oldest first.
func walked(t *testing.T, r *Reader, tip ID) (entries []ID, steps map[string][]int) {
	t.Helper()
	steps = map[string][]int{}
	for link, err := range r.Chain(t.Context(), tip, "catalogue") {
		if err != nil {
			t.Fatal(err)
		}
		if !link.Entry {
			continue
		}
		e, err := ParseEntry(link.Raw)
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, link.ID)
		for _, name := range e.Trailers.Records {
			steps[name] = append(steps[name], e.Trailers.Entry)
		}
	}
	slices.Reverse(entries)
	for _, numbers := range steps {
		slices.Reverse(numbers)
	}
	return entries, steps
}

func noRepair(Digest) bool { return false }

// TestTrailFindsWhatAWalkFinds grows histories by entries, drafts and merges at random,
// and follows each from a tip of before, or from that of a branch that was given up.
func TestTrailFindsWhatAWalkFinds(t *testing.T) {
	for seed := range uint64(30) {
		random := rand.New(rand.NewPCG(seed, 5))
		b := newBook(t)
		b.enter(procedureFile, "1")
		trail := Trail{Root: "catalogue", Repaired: noRepair}
		texts := map[string]string{}
		for round := range 4 {
			tip, last, next, written := b.tip, b.last, b.next, maps.Clone(texts)
			for step := range random.IntN(20) {
				switch random.IntN(4) {
				case 0:
					b.draft("README", fmt.Sprint(round, step))
				case 1:
					tip := b.tip
					side := b.draft("catalogue/services/a.yaml", fmt.Sprint(round, step))
					b.merge(side, side, tip)
				default:
					name := fmt.Sprintf("requests/2026/SLR-2026-%04d.yaml", 1+random.IntN(8))
					texts[name] += "x"
					b.enter(name, texts[name])
				}
			}
			r := NewReader(b)
			if _, err := trail.Follow(t.Context(), r, b.tip); err != nil {
				t.Fatal(seed, err)
			}
			entries, steps := walked(t, r, b.tip)
			if !slices.Equal(trail.Entries, entries) {
				t.Fatalf("seed %d: got %v, want %v", seed, trail.Entries, entries)
			}
			for name, want := range steps {
				got, err := trail.Steps(r, name)
				if err != nil || !cmp.Equal(got, want) {
					t.Errorf("seed %d: %s: got %v %v, want %v", seed, name, got, err, want)
				}
			}
			if got, err := trail.Steps(r, "requests/2026/SLR-2026-0009.yaml"); err != nil || got != nil {
				t.Errorf("got %v %v of a record that is not there", got, err)
			}
			if random.IntN(3) == 0 { // reset; what follows has the same numbers
				b.tip, b.last, b.next, texts = tip, last, next, written
			}
		}
	}
}

func TestTrailReadsWhatCameOnly(t *testing.T) {
	b := newBook(t)
	b.enter(procedureFile, "1")
	for i := range 20 {
		b.enter(fmt.Sprintf("requests/2026/SLR-2026-%04d.yaml", 1+i), "1")
	}
	trail := Trail{Root: "catalogue", Repaired: noRepair}
	if came, err := trail.Follow(t.Context(), NewReader(b), b.tip); came != 21 || err != nil {
		t.Errorf("got %d %v, want 21", came, err)
	}
	old := b.tip
	b.enter("requests/2026/SLR-2026-0001.yaml", "12")
	b.draft("README", "1")
	if came, err := trail.Follow(t.Context(), NewReader(b), b.tip); came != 1 || err != nil {
		t.Errorf("got %d %v, want 1", came, err)
	}
	if came, err := trail.Follow(t.Context(), NewReader(b), old); came != 0 || err != nil || len(trail.Entries) != 21 {
		t.Errorf("got %d %v, %d entries, want the 21 of before", came, err, len(trail.Entries))
	}
	c := &counting{Objects: b}
	if steps, err := trail.Steps(NewReader(c), "requests/2026/SLR-2026-0020.yaml"); err != nil || !cmp.Equal(steps, []int{20}) || c.n > 30 {
		t.Errorf("got %v %v, reading %d objects", steps, err, c.n)
	}
}

// TestTrailRefusesWrongNumbers: where an entry has the number of another one, only a walk
// tells what there is; and what a repair names is none.
func TestTrailRefusesWrongNumbers(t *testing.T) {
	b := newBook(t)
	b.enter(procedureFile, "1")
	b.enter("requests/2026/SLR-2026-0001.yaml", "1")
	wrong := b.last
	b.next--
	b.enter("requests/2026/SLR-2026-0002.yaml", "1")
	trail := Trail{Root: "catalogue", Repaired: noRepair}
	if _, err := trail.Follow(t.Context(), NewReader(b), b.tip); !errors.Is(err, ErrUnnumbered) {
		t.Errorf("got %v, want ErrUnnumbered", err)
	}
	trail.Repaired = func(d Digest) bool { return d == wrong }
	if came, err := trail.Follow(t.Context(), NewReader(b), b.tip); came != 2 || err != nil {
		t.Errorf("got %d %v, want 2", came, err)
	}
}
