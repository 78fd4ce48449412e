package audit

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/service-catalogue/sc/pkg/ledger"
)

var someDigest = "sha256:" + strings.Repeat("0", 64)

func TestParsePin(t *testing.T) {
	t.Parallel()
	for text, good := range map[string]bool{
		someDigest:                                   true,
		someDigest + "@0:" + someDigest:              true,
		someDigest + "@12:" + someDigest:             true,
		someDigest + "@999999999:" + someDigest:      true,
		someDigest + "@1000000000:" + someDigest:     false,
		someDigest + "@012:" + someDigest:            false,
		someDigest + "@-1:" + someDigest:             false,
		someDigest + "@+1:" + someDigest:             false,
		someDigest + "@:" + someDigest:               false,
		someDigest + "@12":                           false,
		someDigest + "@":                             false,
		someDigest + "@12:" + someDigest + "@13":     false,
		strings.ToUpper(someDigest):                  false,
		someDigest[:70]:                              false,
		" " + someDigest:                             false,
		someDigest + "\n":                            false,
		"":                                           false,
		"@12:" + someDigest:                          false,
		"sha1:da39a3ee5e6b4b0d3255bfef95601890afd80": false,
	} {
		p, ok := ParsePin(text)
		if ok != good {
			t.Errorf("ParsePin(%q): got %v, want %v", text, ok, good)
		}
		if ok && p.String() != text {
			t.Errorf("ParsePin(%q).String(): got %q", text, p)
		}
	}
}

// What is read as a pin is written as it was.
func FuzzParsePin(f *testing.F) {
	f.Add(someDigest)
	f.Add(someDigest + "@12:" + someDigest)
	f.Add("@")
	f.Fuzz(func(t *testing.T, text string) {
		if p, ok := ParsePin(text); ok && p.String() != text {
			t.Errorf("%q is written as %q", text, p)
		}
	})
}

// history is a report of a good history of n entries that is its own from entry
// fork on.
func history(n, fork int) *Report {
	r := &Report{Ledger: ledger.DigestOf([]byte("a0")), At: time.Unix(1000000, 0)}
	for i := range n {
		side := "a"
		if i >= fork {
			side = "b"
		}
		m := Mark{Number: i, Digest: ledger.DigestOf(fmt.Append(nil, side, i)), Commit: ledger.ID{1, byte(i)}}
		r.Marks = append(r.Marks, m)
		r.Last = m
		r.Entries++
	}
	r.Tags = []Tag{{Name: "v1", Object: ledger.ID{1}}, {Name: "v2", Object: ledger.ID{2}}}
	return r
}

const never = 1 << 30

func TestCheckpointNamesTheNewestAndEachDoubling(t *testing.T) {
	t.Parallel()
	c := history(200, never).Checkpoint()
	var back []int
	for _, m := range slices.Backward(c.Marks) {
		back = append(back, 199-m.Number)
	}
	want := []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 32, 64, 128}
	if !slices.Equal(back, want) {
		t.Errorf("it names the entries so far back:\n got %v\nwant %v", back, want)
	}
	if got := history(1, never).Checkpoint(); len(got.Marks) != 1 || got.Last().Number != 0 {
		t.Errorf("of genesis alone: got %v", got)
	}
}

// Each row holds a history against what its reader trusts.
func TestHold(t *testing.T) {
	t.Parallel()
	seen := func(n int) *Checkpoint { c := history(n, never).Checkpoint(); return &c }
	entry := func(n int, r *Report) Pin { return Pin{Ledger: r.Ledger, Number: n, Entry: r.Marks[n].Digest} }
	whole := history(100, never)
	other := *seen(50)
	other.Ledger = ledger.Digest(someDigest)
	moved, lost := *seen(50), *seen(50)
	moved.Tags = []Tag{{Name: "v1", Object: ledger.ID{9}}}
	lost.Tags = []Tag{{Name: "v0", Object: ledger.ID{1}}}
	newest := whole.At
	for _, c := range []struct {
		name   string
		report *Report
		trust  Trust
		want   string
	}{
		{"nothing is trusted", history(100, never), Trust{}, ""},
		{"nobody pinned", history(100, never), Trust{Rootless: true}, "E_TRUST_ROOT -1"},
		{"nobody pinned and no beginning", &Report{Last: Mark{Number: -1}}, Trust{Rootless: true, Checkpoint: seen(5), MaxAge: 1, Now: newest}, "E_TRUST_ROOT -1"},
		{"no beginning", &Report{Last: Mark{Number: -1}}, Trust{Pin: entry(3, whole), Checkpoint: seen(5)}, ""},
		{"pinned entry", history(100, never), Trust{Pin: entry(99, whole)}, ""},
		{"pinned entry elsewhere", history(100, 40), Trust{Pin: entry(40, whole)}, "E_FORK 40"},
		{"pinned entry before a fork", history(100, 40), Trust{Pin: entry(39, whole)}, ""},
		{"pinned entry not reached", history(99, never), Trust{Pin: entry(99, whole)}, "E_ROLLBACK 98"},
		{"pinned entry of another ledger", history(99, never), Trust{Pin: Pin{someDigestID, 99, someDigestID}}, ""},
		{"same as seen", history(50, never), Trust{Checkpoint: seen(50)}, ""},
		{"more than seen", history(51, never), Trust{Checkpoint: seen(50)}, ""},
		{"less than seen", history(49, never), Trust{Checkpoint: seen(50)}, "E_ROLLBACK 48"},
		{"less than seen, but asked for", history(49, never), Trust{Checkpoint: seen(50), Elsewhere: true}, ""},
		{"the last one differs", history(50, 49), Trust{Checkpoint: seen(50)}, "E_FORK 49"},
		{"a longer fork", history(80, 45), Trust{Checkpoint: seen(50)}, "E_FORK 45"},
		{"a fork asked for", history(80, 45), Trust{Checkpoint: seen(50), Elsewhere: true}, "E_FORK 45"},
		{"a shorter fork", history(47, 45), Trust{Checkpoint: seen(50)}, "E_FORK 45,E_ROLLBACK 46"},
		{"a fork far back", history(80, 2), Trust{Checkpoint: seen(50)}, "E_FORK 17"},
		{"a checkpoint of another ledger", history(10, never), Trust{Checkpoint: &other}, ""},
		{"a tag moved", history(50, never), Trust{Checkpoint: &moved}, "E_TAG_MOVED -1"},
		{"a tag is gone", history(50, never), Trust{Checkpoint: &lost}, "E_TAG_MOVED -1"},
		{"young enough", history(50, never), Trust{MaxAge: time.Hour, Now: newest.Add(time.Hour)}, ""},
		{"too old", history(50, never), Trust{MaxAge: time.Hour, Now: newest.Add(time.Hour + 1)}, "E_STALE 49"},
		{"another clock", history(50, never), Trust{MaxAge: time.Hour, Now: newest.Add(-10 * time.Minute)}, ""},
		{"from the future", history(50, never), Trust{MaxAge: time.Hour, Now: newest.Add(-10*time.Minute - 1)}, "E_STALE 49"},
		{"from far in the future", history(50, never), Trust{MaxAge: time.Hour, Now: newest.AddDate(-400, 0, 0)}, "E_STALE 49"},
		{"from the future and no age asked", history(50, never), Trust{Now: newest.Add(-time.Hour)}, "W_CLOCK 49"},
		{"old and no age asked", history(50, never), Trust{Now: newest.Add(20000 * time.Hour)}, ""},
	} {
		c.report.Hold(c.trust)
		var got []string
		for _, v := range c.report.Violations {
			got = append(got, fmt.Sprint(v.Code, " ", v.Entry))
		}
		if strings.Join(got, ",") != c.want {
			t.Errorf("%s: got %v, want %s", c.name, got, c.want)
		}
	}
}

const someDigestID = ledger.Digest("sha256:1111111111111111111111111111111111111111111111111111111111111111")

// A fork is placed exactly among the newest entries, and between two of those
// that are remembered further back.
func TestForkNamesTheCommonEntry(t *testing.T) {
	t.Parallel()
	c := history(200, never).Checkpoint()
	for fork, want := range map[int]string{199: "up to entry 198", 190: "up to entry 189", 180: "up to entry 167 at least", 10: "up to entry 0 at least", 1: "up to entry 0 at least"} {
		r := history(200, fork)
		r.Hold(Trust{Checkpoint: &c})
		if got := r.Violations[0].Message.String(); !strings.HasSuffix(got, want) {
			t.Errorf("fork at %d: got %q, want … %q", fork, got, want)
		}
	}
}

func TestContinues(t *testing.T) {
	t.Parallel()
	c := history(50, never).Checkpoint()
	for _, row := range []struct {
		report *Report
		want   bool
	}{{history(50, never), true}, {history(70, never), true}, {history(49, never), false}, {history(70, 30), false}} {
		row.report.Violations = []Violation{{Code: "W_CLOCK"}}
		if got := row.report.Continues(c); got != row.want || len(row.report.Violations) != 1 {
			t.Errorf("%d entries: got %v, want %v; %v", row.report.Entries, got, row.want, row.report.Violations)
		}
	}
	other := c
	other.Ledger = someDigestID
	if history(70, never).Continues(other) {
		t.Error("it goes on from another ledger's checkpoint")
	}
}

// A real history gives what is held against the next one.
func TestVerifyMarksEveryEntry(t *testing.T) {
	t.Parallel()
	s := upTo(t, "publish")
	r := s.verify()
	for i, m := range r.Marks {
		if m.Number != i {
			t.Errorf("mark %d is of entry %d", i, m.Number)
		}
	}
	if len(r.Marks) != r.Entries || r.Marks[len(r.Marks)-1] != r.Last || !r.At.Equal(s.when) || len(r.Tags) != 1 {
		t.Errorf("got %d marks of %d entries, last %v of %v at %v, tags %v", len(r.Marks), r.Entries, r.Last, r.Marks, r.At, r.Tags)
	}
}
