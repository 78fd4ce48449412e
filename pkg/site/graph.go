package site

import (
	"cmp"
	"slices"

	"github.com/service-catalogue/sc/pkg/catalogue"
)

// graph is who depends on whom, laid out in columns: what a service depends on stands
// to the right of it.
type graph struct {
	Width, Height int
	Nodes         []node
	Edges         []edge
	Rows          []dependency // the same in words
}

type node struct {
	ID    catalogue.ServiceID
	Label string
	X, Y  int
	layer int
}

// TextX is the middle of the box.
func (n node) TextX() int { return n.X + boxWidth/2 }

// TextY is where the line of its text stands.
func (n node) TextY() int { return n.Y + boxHeight/2 + 4 }

// edge is a line from the right side of one box to the left side of another.
type edge struct{ X1, Y1, MX, X2, Y2 int }

type dependency struct {
	ID catalogue.ServiceID
	On []catalogue.ServiceID
}

// The sizes of the picture, in its own units.
const (
	boxWidth, boxHeight = 190, 34
	columnGap, rowGap   = 80, 16
	labelSigns          = 24 // narrow ones; a Chinese character counts as two
)

func (t *tree) dependencies() graph {
	var g graph
	layers := map[catalogue.ServiceID]int{}
	for _, e := range t.site.Entries {
		on := t.known(e.DependsOn)
		if e.Lifecycle == catalogue.Retired || len(on) == 0 {
			continue
		}
		g.Rows = append(g.Rows, dependency{e.ID, on})
		t.layer(layers, e.ID, 0)
	}
	g.place(t, layers)
	return g
}

// known are the services that the edition holds and that are not retired.
func (t *tree) known(ids []catalogue.ServiceID) []catalogue.ServiceID {
	var all []catalogue.ServiceID
	for _, id := range ids {
		if e, ok := t.entries[id]; ok && e.Lifecycle != catalogue.Retired && !slices.Contains(all, id) {
			all = append(all, id)
		}
	}
	return all
}

// layer puts a service in a column, and all that it depends on further to the right.
// What depends on itself, which no version may, is not followed for ever.
func (t *tree) layer(layers map[catalogue.ServiceID]int, id catalogue.ServiceID, at int) {
	if was, seen := layers[id]; seen && was >= at || at > len(t.entries) {
		return
	}
	layers[id] = at
	for _, on := range t.known(t.entries[id].DependsOn) {
		t.layer(layers, on, at+1)
	}
}

// place gives each service its box: in a column by where those stand that depend on it.
func (g *graph) place(t *tree, layers map[catalogue.ServiceID]int) {
	weight := map[catalogue.ServiceID]float64{}
	for id, at := range layers {
		g.Nodes = append(g.Nodes, node{ID: id, Label: shortened(t.words.Text(t.entries[id].Name)), layer: at})
	}
	for at := 0; ; at++ {
		column := slices.DeleteFunc(slices.Clone(g.Nodes), func(n node) bool { return n.layer != at })
		if len(column) == 0 {
			break
		}
		slices.SortFunc(column, func(a, b node) int { return cmp.Or(cmp.Compare(weight[a.ID], weight[b.ID]), cmp.Compare(a.ID, b.ID)) })
		for row, n := range column {
			for _, on := range t.known(t.entries[n.ID].DependsOn) {
				weight[on] = max(weight[on], float64(row))
			}
			i := slices.IndexFunc(g.Nodes, func(o node) bool { return o.ID == n.ID })
			g.Nodes[i].X, g.Nodes[i].Y = at*(boxWidth+columnGap)+1, row*(boxHeight+rowGap)+1
		}
		g.Width, g.Height = (at+1)*(boxWidth+columnGap)-columnGap+2, max(g.Height, len(column)*(boxHeight+rowGap)-rowGap+2)
	}
	slices.SortFunc(g.Nodes, func(a, b node) int { return cmp.Or(a.X-b.X, a.Y-b.Y) })
	g.join()
}

// join draws the lines.
func (g *graph) join() {
	at := map[catalogue.ServiceID]node{}
	for _, n := range g.Nodes {
		at[n.ID] = n
	}
	for _, r := range g.Rows {
		for _, on := range r.On {
			a, b := at[r.ID], at[on]
			e := edge{X1: a.X + boxWidth, Y1: a.Y + boxHeight/2, X2: b.X, Y2: b.Y + boxHeight/2}
			e.MX = (e.X1 + e.X2) / 2
			g.Edges = append(g.Edges, e)
		}
	}
}

// shortened is a name that fits into a box.
func shortened(name string) string {
	signs := 0
	for i, r := range name {
		signs++
		if r >= 0x1100 {
			signs++
		}
		if signs > labelSigns {
			return name[:i] + "…"
		}
	}
	return name
}
