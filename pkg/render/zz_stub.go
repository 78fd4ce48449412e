package render

import (
	"fmt"
	"io"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/lang"
)

func CleanLines(s string) string { return s }

type Findings struct {
	Out io.Writer
	Say *lang.Printer
}

func (f Findings) Text(fs []finding.Finding) error {
	for _, x := range fs {
		fmt.Fprintf(f.Out, "%s:%d:%d: %s: %s [%s]\n", x.File, x.Start.Line, x.Start.Column, x.Severity, f.Say.Say(x.Message), x.Rule)
	}
	return nil
}
func (f Findings) JSON(fs []finding.Finding) error { return nil }
