package site

import (
	"cmp"
	"maps"
	"slices"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/drawing"
)

// graph is who depends on whom, laid out in columns: what a service depends on stands
// to the right of it.
type graph struct {
	drawing.Drawing
	Nodes []node
	Rows  []dependency // the same in words
	Count int          // how many dependencies there are
}

// Drawn reports whether there is a picture.
func (g graph) Drawn() bool { return g.Count <= followed }

// followed is how many lines a picture can have in which they can still be told apart.
const followed = 60

type node struct {
	drawing.Box
	Label string
}

// TextX is the middle of the box.
func (n node) TextX() int { return n.X + boxWidth/2 }

// TextY is where the line of its text stands.
func (n node) TextY() int { return n.Y + boxHeight/2 + 4 }

type dependency struct {
	ID catalogue.ServiceID
	On []catalogue.ServiceID
}

// The sizes of the picture, in its own units.
const (
	boxWidth, boxHeight = 190, 34
	columnGap, rowGap   = 80, 16
	labelSigns          = 24
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
		g.Count += len(on)
	}
	if !g.Drawn() {
		return g
	}
	for _, r := range g.Rows {
		t.layer(layers, r.ID, 0)
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

// place gives each service its box.
func (g *graph) place(t *tree, layers map[catalogue.ServiceID]int) {
	var boxes []drawing.Box
	for _, id := range slices.Sorted(maps.Keys(layers)) {
		boxes = append(boxes, drawing.Box{ID: string(id), Layer: layers[id]})
	}
	grid := drawing.Grid{Width: boxWidth, Height: boxHeight, Apart: columnGap, Beside: rowGap, Towards: drawing.Right}
	g.Drawing = grid.Lay(boxes, func(id string) []string {
		var on []string
		for _, other := range t.known(t.entries[catalogue.ServiceID(id)].DependsOn) {
			on = append(on, string(other))
		}
		return on
	})
	slices.SortFunc(g.Boxes, func(a, b drawing.Box) int { return cmp.Or(a.X-b.X, a.Y-b.Y) })
	for _, b := range g.Boxes {
		g.Nodes = append(g.Nodes, node{b, drawing.Short(t.words.Text(t.entries[catalogue.ServiceID(b.ID)].Name), labelSigns)})
	}
}
