package report

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/service-catalogue/sc/pkg/lang"
)

// bin are those that took as many days.
type bin struct {
	days int
	ids  []string
}

// bins are what took time, the quickest first.
func (f Figure) bins() []bin {
	var bins []bin
	for _, d := range f.Days {
		i := slices.IndexFunc(bins, func(b bin) bool { return b.days == d.Days })
		if i < 0 {
			i, bins = len(bins), append(bins, bin{days: d.Days})
		}
		bins[i].ids = append(bins[i].ids, d.ID)
	}
	slices.SortFunc(bins, func(a, b bin) int { return cmp.Compare(a.days, b.days) })
	return bins
}

// The measures of a chart, in its own units.
const (
	chartWidth = 440
	barRoom    = 370 // the rest is for the value behind a bar
	rowHeight  = 44
)

// chart is a picture of bars, one below the other, each under its name.
type chart struct {
	ID, Title, Desc string
	Width, Height   int
	Bars            []bar
}

type bar struct {
	Name, Value         string
	NameY, Y, TextY     int
	Length, ValueAt, Of int
}

// add draws a bar that is part of a whole; without one it says its value only.
func (c *chart) add(name, value string, part, whole float64) {
	y := len(c.Bars) * rowHeight
	b := bar{Name: name, Value: value, NameY: y + 14, Y: y + 20, TextY: y + 33, Of: barRoom}
	if whole > 0 {
		b.Length = int(part / whole * barRoom)
	}
	b.ValueAt = b.Length + 6
	c.Bars = append(c.Bars, b)
	c.Width, c.Height = chartWidth, y+rowHeight
}

// shares is the chart of all figures that are shares.
func (r Report) shares(say *lang.Printer) chart {
	c := chart{ID: "shares", Title: say.T("Shares"), Desc: say.T("one bar for each share, as a part of all that it is counted among")}
	for _, f := range r.Figures {
		if f.Unit == Percent && f.Reason() == Measured {
			c.add(say.Say(f.Title), f.Percent(), f.Share(), 1)
		}
	}
	return c
}

// chart is the picture of one figure: how many took how long, or how many are of which
// kind. It has no bars where there is nothing to draw.
func (f Figure) chart(say *lang.Printer) chart {
	c := chart{ID: f.Key, Title: say.Say(f.Title), Desc: say.T("one bar for each kind, by how many there are")}
	most := 0
	for _, b := range f.bins() {
		most = max(most, len(b.ids))
	}
	for _, p := range f.Parts {
		most = max(most, len(p.IDs))
	}
	if f.Unit == WorkingDays {
		c.Desc = say.T("one bar for each number of working days, by how many took so long")
		for _, b := range f.bins() {
			c.add(say.T("%s working days", b.days), strconv.Itoa(len(b.ids)), float64(len(b.ids)), float64(most))
		}
	}
	for _, p := range f.Parts {
		c.add(p.Kind(say), strconv.Itoa(len(p.IDs)), float64(len(p.IDs)), float64(most))
	}
	return c
}
