package records

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/service-catalogue/sc/pkg/procedure"
)

// Whichever way YAML has of writing a step, the requirements that have it are found; of
// the others those that do not even mention it are not taken apart.
func TestRequestsSayingAStep(t *testing.T) {
	ways := []string{
		"pass", `"pass"`, "'pass'", `"\x70ass"`, `"pa\u0073s"`, "\"pa\\\n    ss\"", ">-\n      pass", "|-\n      pass",
		"return", `"return"`, "reject", "trespass",
	}
	files := fstest.MapFS{}
	for i, way := range ways {
		id := Requests().ID("2026", i+1)
		text := "schema: 1\nid: " + id + "\ntitle: t\nhistory:\n  - step: " + way + "\n    by: li.na\n    entry: 3\n"
		files[Requests().Path(id)] = &fstest.MapFile{Data: []byte(text)}
	}
	broken := Requests().ID("2026", 99)
	files[Requests().Path(broken)] = &fstest.MapFile{Data: []byte("a: [\n")}
	for _, c := range []struct {
		words []string
		has   string // the numbers of those with the step, and those with a backslash or a longer word
	}{
		{[]string{"pass"}, "[1 2 3 4 5 6 7 8 12]"},
		{[]string{"pass", "reject"}, "[1 2 3 4 5 6 7 8 11 12]"},
		{[]string{"close"}, "[4 5 6]"},
		{nil, "[4 5 6]"},
	} {
		found, err := Open(files).RequestsSaying(c.words)
		if err != nil {
			t.Fatal(err)
		}
		var numbers []int
		for _, r := range found {
			_, n, _ := Requests().Parse(string(r.ID))
			numbers = append(numbers, n)
		}
		if got := fmt.Sprint(numbers); got != c.has {
			t.Errorf("%s: got %s, want %s", c.words, got, c.has)
		}
	}
	delete(files, Requests().Path(broken))
	all, err := Open(files).AllRequests()
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range all {
		said := r.History[0].Step == procedure.StepPass
		if want := i < 8; said != want {
			t.Errorf("%s says %s", strings.TrimSpace(ways[i]), r.History[0].Step)
		}
	}
}

func TestBrokenRequestsThatAreConcernedAreAnError(t *testing.T) {
	c := Open(fstest.MapFS{Requests().Path("SLR-2026-0001"): &fstest.MapFile{Data: []byte("a: [ pass\n")}})
	if found, err := c.RequestsSaying([]string{"pass"}); err == nil {
		t.Errorf("got %v", slices.Collect(slices.Values(found)))
	}
}
