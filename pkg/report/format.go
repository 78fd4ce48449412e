package report

import (
	"io"
	"strconv"

	"github.com/service-catalogue/sc/pkg/lang"
)

// Format is a way to write a report. A new one is a row of Formats and a file beside
// this one.
type Format struct {
	Name  string // as --format names it
	Write func(io.Writer, Report, *lang.Printer) error
}

// Formats are all ways to write a report, but the table that commands show.
func Formats() []Format {
	return []Format{{"json", writeJSON}, {"md", writeMarkdown}, {"html", writeHTML}}
}

// Told is a figure as people read it, such as "83.3% (5 of 6)" or "median 2, 90% within
// 4 working days (6)"; what has no value says why.
func (f Figure) Told(say *lang.Printer) string {
	switch {
	case f.Reason() != Measured:
		return say.T("n/a: %s", f.Reason().Why())
	case f.Unit == WorkingDays:
		return say.T("median %s, 90%% within %s working days (%s)", f.Percentile(50), f.Percentile(90), len(f.Days))
	}
	return say.T("%s (%s of %s)", f.Percent(), len(f.Numerator), len(f.Denominator))
}

// Percent is the share with one decimal.
func (f Figure) Percent() string {
	return strconv.FormatFloat(f.Share()*100, 'f', 1, 64) + "%"
}

// Kind is a part's kind for people.
func (p Part) Kind(say *lang.Printer) string {
	switch p.Key {
	case unsaid:
		return say.T("not said")
	case "service":
		return say.T("no such service")
	}
	return say.Word(p.Key)
}
