package finding

import (
	"errors"
	"fmt"
	"testing"
)

func TestSentenceFillsPlainNumbers(t *testing.T) {
	s := Say("entry %s of %s: %s", 2026, int64(7), Say("not signed"))
	if got, want := s.String(), "entry 2026 of 7: not signed"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestProblemFindsTheFaultInAChain(t *testing.T) {
	cause := errors.New("exec: no git")
	f := &Fault{Message: Say("git is not installed"), Cause: cause}
	err := fmt.Errorf("open: %w", f)
	if got := Problem(err).String(); got != "git is not installed" {
		t.Errorf("got %q", got)
	}
	if !errors.Is(err, cause) {
		t.Error("the cause is lost")
	}
	if got := Problem(cause).String(); got != "exec: no git" {
		t.Errorf("got %q", got)
	}
}

func TestSortIsByPlaceThenRule(t *testing.T) {
	fs := []Finding{
		{File: "b", Start: Place{1, 1}, Rule: "r"},
		{File: "a", Start: Place{2, 1}, Rule: "r"},
		{File: "a", Start: Place{1, 9}, Rule: "z"},
		{File: "a", Start: Place{1, 9}, Rule: "c", Severity: Error},
	}
	Sort(fs)
	got := ""
	for _, f := range fs {
		got += fmt.Sprint(f.File, f.Start.Line, f.Rule, " ")
	}
	if want := "a1c a1z a2r b1r "; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if !Failed(fs) || Failed(fs[1:]) {
		t.Error("Failed is decided by errors alone")
	}
}
