package render

import (
	"fmt"
	"io"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/lang"
)

// Findings shows what a check found, in the order given.
type Findings struct {
	Out io.Writer
	Say *lang.Printer
}

// Text writes one line for each finding, as compilers do, with its hint below:
//
//	services/svc-a.yaml:4:9: error: … [schema/enum]
//	    hint: …
func (f Findings) Text(found []finding.Finding) error {
	var out strings.Builder
	for _, one := range found {
		message := f.Say.T("%s: %s", f.Say.Word(string(one.Severity)), one.Message)
		fmt.Fprintf(&out, "%s%s [%s]\n", Clean(position(one)), Clean(message), Clean(one.Rule))
		if !one.Hint.IsZero() {
			fmt.Fprintf(&out, "    %s\n", Clean(f.Say.T("hint: %s", one.Hint)))
		}
	}
	_, err := io.WriteString(f.Out, out.String())
	return err
}

// position is "file:line:column: " as far as it is known.
func position(f finding.Finding) string {
	var at strings.Builder
	if f.File != "" {
		at.WriteString(f.File + ":")
	}
	if f.Start.Line > 0 {
		fmt.Fprintf(&at, "%d:", f.Start.Line)
		if f.Start.Column > 0 {
			fmt.Fprintf(&at, "%d:", f.Start.Column)
		}
	}
	if at.Len() > 0 {
		at.WriteByte(' ')
	}
	return at.String()
}
