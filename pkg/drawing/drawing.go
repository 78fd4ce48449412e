// Package drawing lays boxes out in layers, with lines from each to what stands in a
// later layer. It knows sizes and places only: not what a box is about, nor how it is
// painted.
package drawing

import (
	"cmp"
	"slices"
)

// Direction is where the next layer lies.
type Direction string

// The directions.
const (
	Right Direction = "right"
	Down  Direction = "down"
)

// Grid says how large boxes are, how far layers lie apart, and how far boxes in one.
type Grid struct {
	Width, Height int // of a box
	Apart, Beside int
	Towards       Direction
}

// Box is one box: its layer is given, its place found.
type Box struct {
	ID    string
	Layer int
	X, Y  int // its upper left corner

	row int
}

// Line goes from the side of a box to the facing side of another; half way is where it
// turns.
type Line struct {
	From, To       string
	X1, Y1, X2, Y2 int
	HalfX, HalfY   int
}

// Drawing is what was laid out.
type Drawing struct {
	Width, Height int
	Boxes         []Box
	Lines         []Line
}

// Lay finds places for boxes. In a layer those come first whose own line comes from
// further up, else in the order given; each stands as straight behind what leads to it as
// there is room. Next are the boxes that lines lead to; of one that is not among the
// boxes nothing is drawn.
func (g Grid) Lay(boxes []Box, next func(id string) []string) Drawing {
	d := Drawing{Boxes: slices.Clone(boxes)}
	at := map[string]int{}
	for i, b := range d.Boxes {
		at[b.ID] = i
	}
	above := map[string]int{} // the row of the first box that leads to it
	for _, layer := range layers(boxes) {
		members := slices.DeleteFunc(slices.Clone(d.Boxes), func(b Box) bool { return b.Layer != layer })
		slices.SortStableFunc(members, func(a, b Box) int { return cmp.Compare(above[a.ID], above[b.ID]) })
		free := 0
		for _, b := range members {
			row := max(free, above[b.ID])
			free = row + 1
			g.put(&d.Boxes[at[b.ID]], row)
			for _, to := range next(b.ID) {
				if was, known := above[to]; !known || row < was {
					above[to] = row
				}
			}
		}
	}
	g.join(&d, at, next)
	return d
}

func layers(boxes []Box) []int {
	all := make([]int, len(boxes))
	for i, b := range boxes {
		all[i] = b.Layer
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// put gives a box its place, a unit from the edge, so that borders are not cut.
func (g Grid) put(b *Box, row int) {
	b.row = row
	if g.Towards == Down {
		b.X, b.Y = row*(g.Width+g.Beside)+1, b.Layer*(g.Height+g.Apart)+1
		return
	}
	b.X, b.Y = b.Layer*(g.Width+g.Apart)+1, row*(g.Height+g.Beside)+1
}

// join draws the lines, and measures the whole.
func (g Grid) join(d *Drawing, at map[string]int, next func(id string) []string) {
	for _, a := range d.Boxes {
		d.Width, d.Height = max(d.Width, a.X+g.Width+1), max(d.Height, a.Y+g.Height+1)
		for _, to := range next(a.ID) {
			if i, known := at[to]; known {
				d.Lines = append(d.Lines, g.line(a, d.Boxes[i]))
			}
		}
	}
}

func (g Grid) line(a, b Box) Line {
	l := Line{From: a.ID, To: b.ID, X1: a.X + g.Width, Y1: a.Y + g.Height/2, X2: b.X, Y2: b.Y + g.Height/2}
	if g.Towards == Down {
		l.X1, l.Y1, l.X2, l.Y2 = a.X+g.Width/2, a.Y+g.Height, b.X+g.Width/2, b.Y
	}
	l.HalfX, l.HalfY = (l.X1+l.X2)/2, (l.Y1+l.Y2)/2
	return l
}

// Short is a text that fits into a box of so many narrow signs; a Chinese character
// counts as two.
func Short(text string, signs int) string {
	for i, r := range text {
		signs--
		if r >= 0x1100 {
			signs--
		}
		if signs < 0 {
			return text[:i] + "…"
		}
	}
	return text
}
