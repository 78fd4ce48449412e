package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
)

// TestProcedurePageIsTrue reads the steps of docs/procedure.md against the
// default procedure.
func TestProcedurePageIsTrue(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "procedure.md"))
	if err != nil {
		t.Fatal(err)
	}
	var p procedure.Procedure
	if err := records.Decode(records.ProcedureFile, procedure.Default(), &p); err != nil {
		t.Fatal(err)
	}
	rows := map[string][]string{}
	for line := range strings.Lines(string(text)) {
		if cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|"); len(cells) == 5 {
			name, _, _ := strings.Cut(strings.TrimSpace(cells[0]), " ")
			rows[name] = []string{english(cells[1]), english(cells[2])}
		}
	}
	for _, s := range p.Steps {
		from := "–"
		for i, state := range s.From {
			if from = strings.TrimPrefix(from, "–"); i > 0 {
				from += ", "
			}
			from += string(state)
		}
		to := string(s.To)
		if s.To == "same" {
			to = "unchanged"
			if len(s.From) == 0 {
				to = "–"
			}
		}
		got, ok := rows[string(s.Name)]
		if !ok {
			t.Errorf("docs/procedure.md lacks the step %s", s.Name)
		} else if got[0] != from || got[1] != to {
			t.Errorf("%s: the page says %s → %s, the procedure %s → %s", s.Name, got[0], got[1], from, to)
		}
	}
}

// english is what stands before the Chinese in a cell.
func english(cell string) string {
	cell, _, _ = strings.Cut(cell, "·")
	kept := strings.Map(func(r rune) rune {
		if r >= 0x2e80 {
			return -1
		}
		return r
	}, cell)
	return strings.TrimSpace(kept)
}
