package audit

import (
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/procedure"
)

// What the program writes itself is one step, whatever people type.
func TestTextsOfAllShapesAreOneStep(t *testing.T) {
	t.Parallel()
	s := upTo(t, "request")
	for _, text := range []string{
		"a\nb", "a\n\n\nb\n", "a\n b\n  c", "a\n\n", "- step: x\n- y", "# a\n# b", "a: b\n\nc: d", strings.Repeat("长 long ", 200), "|\n>", "'\n\"",
	} {
		s.step(s.path, procedure.Act{Step: "note", Text: text}, "li.na", "market_manager")
	}
	if r := s.verify(); !r.Good() {
		t.Errorf("got %v", r.Violations)
	}
}
