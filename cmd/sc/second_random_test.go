package main

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// randomHistories is how many the test makes; the environment variable
// SC_SECOND_RANDOM asks for another number, SC_SECOND_SEED for others.
const randomHistories = 60

// random changes an entry of a good history at random, signs it anew with a key that
// is known, and leaves out what followed. Both verifiers take the same ones for good.
func (a *archive) random(t *testing.T, python string) {
	n, seed := asked("SC_SECOND_RANDOM", randomHistories), asked("SC_SECOND_SEED", 1)
	var all []past
	for i := range n {
		r := rand.New(rand.NewPCG(uint64(seed), uint64(i)))
		states := []string{"passed", "released", "eventful", "stolen"}
		all = append(all, past{fmt.Sprint(i), states[r.IntN(len(states))], func(w *workshop) { w.disturb(r) }})
	}
	first, second := a.judged(t, python, all)
	good, same := 0, 0
	for i, h := range all {
		if first[i].status == 0 {
			good++
		}
		if slices.Equal(first[i].found, second[i].found) {
			same++
		}
		if (first[i].status == 0) != (second[i].status == 0) {
			t.Errorf("history %s of %s: sc says %d\n%s\nthe second verifier says %d\n%s", h.name, h.state, first[i].status, first[i].said, second[i].status, second[i].said)
		}
	}
	t.Logf("%d histories, %d good, %d with the same codes", n, good, same)
}

func asked(name string, usual int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return usual
}

// disturb makes an entry the tip and changes it.
func (w *workshop) disturb(r *rand.Rand) {
	var last int
	_, err := fmt.Sscan(w.read(w.tip()).get("SC-Entry"), &last)
	w.check(err)
	n := 1 + r.IntN(last)
	d := w.entry(n)
	before := w.files(w.read(d.parents[0]).tree, "")
	var changed []string
	for path, id := range w.files(d.tree, "") {
		if before[path] != id && !strings.Contains(path, "/services/") {
			changed = append(changed, strings.TrimPrefix(path, "catalogue/"))
		}
	}
	slices.Sort(changed)
	path := changed[r.IntN(len(changed))]
	if what := r.IntN(10); what < 8 {
		d.file(path, twisted(r, d.text(path)))
	} else if what == 9 {
		d.author = letter(r, d.author)
		d.committer = d.author
	}
	if r.IntN(3) == 0 {
		d.message = twisted(r, d.message)
	}
	if r.IntN(8) == 0 {
		d.signer = people()[r.IntN(len(people()))]
	}
	d.land()
	for ref, name := range maps.Clone(w.refs) {
		var entry int
		_, text, _ := strings.Cut(w.objects[name].data, "\nSC-Entry: ")
		_, _ = fmt.Sscan(text, &entry)
		if ref != ledgerBranch && entry >= n {
			delete(w.refs, ref)
		}
	}
}

// twisted is a text with one thing changed.
func twisted(r *rand.Rand, text string) string {
	return []func(*rand.Rand, string) string{lines, letter, values}[r.IntN(3)](r, text)
}

// lines drops, doubles or swaps lines, most often near the end.
func lines(r *rand.Rand, text string) string {
	all := strings.SplitAfter(text, "\n")
	i := len(all) - 1 - min(r.IntN(len(all)), r.IntN(len(all)))
	j := max(0, i-1-r.IntN(3))
	switch r.IntN(3) {
	case 0:
		all = slices.Delete(all, i, i+1)
	case 1:
		all = slices.Insert(all, i, all[i])
	case 2:
		all[i], all[j] = all[j], all[i]
	}
	return strings.Join(all, "")
}

// letter changes, drops or adds one character.
func letter(r *rand.Rand, text string) string {
	i := len(text) - 1 - min(r.IntN(len(text)), r.IntN(len(text)))
	with := []string{"", "x", "0", "1", "9", " ", "-", ":", "\"", "'", "#", "\n", "\t", "A", "{", "[", "&", "*", "!", "\u202e", "é"}
	return text[:i] + with[r.IntN(len(with))] + text[i+r.IntN(2):]
}

// values puts the value of one line on another.
func values(r *rand.Rand, text string) string {
	all := strings.Split(text, "\n")
	for range 20 {
		i, j := r.IntN(len(all)), r.IntN(len(all))
		key, old, ok := strings.Cut(all[i], ": ")
		_, other, found := strings.Cut(all[j], ": ")
		if ok && found && old != other {
			all[i] = key + ": " + other
			break
		}
	}
	return strings.Join(all, "\n")
}
