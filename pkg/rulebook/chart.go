package rulebook

import (
	"fmt"
	"html"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/drawing"
	"github.com/service-catalogue/sc/pkg/plain"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/wording"
)

// The flow chart is the tree that the steps make: a state, the steps that leave it, the
// states that they lead to. What would lead back or across is told in words in the boxes,
// so that no line crosses another.

// chartGrid are the sizes of the flow chart, in its own units.
func chartGrid() drawing.Grid {
	return drawing.Grid{Width: 216, Height: 46, Apart: 26, Beside: 18, Towards: drawing.Down}
}

// chartSigns is how much text goes into a line of a box: of the larger and the smaller.
const chartSigns, chartSmall = 26, 36

// chartEdge is the paper around the chart, as the view box has it.
const chartEdge = 8

// node is a box of the flow chart.
type node struct {
	id          string
	layer       int
	state       bool // else a step
	final       bool
	upper, next string // its lines
	leads       []string
}

// flow is the chart as it grows.
type flow struct {
	Book
	home  map[procedure.StepName]procedure.State // where a step is drawn: the first state that it starts from
	first map[procedure.State]procedure.StepName // the step that a state is drawn behind
	nodes []node
}

// flow lays the tree out: breadth first, so that a state stands where it is reached
// soonest.
func (b Book) flow() *flow {
	f := &flow{Book: b, home: map[procedure.StepName]procedure.State{}, first: map[procedure.State]procedure.StepName{}}
	queue := []procedure.State{""}
	for ; len(queue) > 0; queue = queue[1:] {
		for _, s := range f.leaving(queue[0]) {
			f.home[s.Name] = queue[0]
			if _, reached := f.first[s.To]; !reached {
				f.first[s.To] = s.Name
				queue = append(queue, s.To)
			}
		}
	}
	for _, s := range f.leaving("") {
		f.step(s, 0)
	}
	return f
}

// moves reports whether a step on requests can be taken and leads to another state.
func moves(s procedure.Step) bool {
	return len(s.By) > 0 && s.To != procedure.SameState && s.Of == procedure.OfRequest
}

// leaving are the steps that are drawn behind a state; the empty state is the beginning.
func (f *flow) leaving(from procedure.State) []procedure.Step {
	var all []procedure.Step
	for _, s := range f.Rules.Steps {
		home, known := f.home[s.Name]
		switch {
		case !moves(s) || known && home != from:
		case from == "" && len(s.From) == 0, from != "" && slices.Contains(s.From, from):
			all = append(all, s)
		}
	}
	return all
}

// depth is how many steps follow from one in the tree.
func (f *flow) depth(s procedure.Step) int {
	if f.first[s.To] != s.Name {
		return 0
	}
	most := 0
	for _, next := range f.leaving(s.To) {
		most = max(most, 1+f.depth(next))
	}
	return most
}

// step draws a step and what follows from it.
func (f *flow) step(s procedure.Step, layer int) {
	n := node{id: "step " + string(s.Name), layer: layer, upper: wording.Begun(f.Book.step(s)), next: f.roles(s.By)}
	if f.first[s.To] != s.Name {
		n.upper = f.Words.Say.T("%s → %s", n.upper, f.state(s.To))
		f.nodes = append(f.nodes, n)
		return
	}
	n.leads = []string{"state " + string(s.To)}
	f.nodes = append(f.nodes, n)
	f.place(s.To, layer+1)
}

// place draws a state and the steps that leave it; those that lead furthest stand first.
func (f *flow) place(s procedure.State, layer int) {
	n := node{id: "state " + string(s), layer: layer, state: true, final: f.Rules.Final(s), upper: wording.Begun(f.state(s))}
	here := f.leaving(s)
	slices.SortStableFunc(here, func(a, b procedure.Step) int { return f.depth(b) - f.depth(a) })
	for _, step := range here {
		n.leads = append(n.leads, "step "+string(step.Name))
	}
	var also []string
	for _, step := range f.Rules.Steps {
		if moves(step) && slices.Contains(step.From, s) && f.home[step.Name] != s {
			also = append(also, f.Book.step(step))
		}
	}
	if len(also) > 0 {
		n.next = f.Words.Say.T("also: %s", f.Words.List(also))
	}
	f.nodes = append(f.nodes, n)
	for _, step := range here {
		f.step(step, layer+1)
	}
}

// Chart is the flow of work as a picture (SVG), drawn from the rows of the steps.
func (b Book) Chart() string {
	f := b.flow()
	leads := map[string][]string{}
	var boxes []drawing.Box
	for _, n := range f.nodes {
		boxes = append(boxes, drawing.Box{ID: n.id, Layer: n.layer})
		leads[n.id] = n.leads
	}
	grid := chartGrid()
	d := grid.Lay(boxes, func(id string) []string { return leads[id] })
	d.Width, d.Height = d.Width+2*chartEdge, d.Height+2*chartEdge
	var w strings.Builder
	title := html.EscapeString(b.Words.Say.T("The flow of work"))
	fmt.Fprintf(&w, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="-8 -8 %d %d" role="img" aria-label="%s" font-family="system-ui, 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif">`+"\n", d.Width, d.Height, d.Width, d.Height, title)
	fmt.Fprintf(&w, "<title>%s</title>\n", title)
	w.WriteString(`<defs><marker id="flow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z" fill="#4b5a66"/></marker></defs>` + "\n")
	fmt.Fprintf(&w, `<rect x="-8" y="-8" width="%d" height="%d" fill="#fff"/>`+"\n", d.Width, d.Height)
	for _, l := range d.Lines {
		fmt.Fprintf(&w, `<path d="M%d %dV%dH%dV%d" fill="none" stroke="#4b5a66" stroke-width="1.3" marker-end="url(#flow)"/>`+"\n", l.X1, l.Y1, l.HalfY, l.X2, l.Y2)
	}
	for i, box := range d.Boxes {
		f.nodes[i].paint(&w, box, grid)
	}
	w.WriteString("</svg>\n")
	return w.String()
}

// paint draws a box: a state is round and tinted, with a thick border where it ends a
// request; a step is a plain frame that says who takes it.
func (n node) paint(w *strings.Builder, at drawing.Box, g drawing.Grid) {
	look := `rx="3" fill="#fff" stroke="#7b8a96"`
	if n.state {
		look = `rx="22" fill="#e8f0f4" stroke="#1d5b79"`
	}
	if n.final {
		look = `rx="22" fill="#eef0f1" stroke="#1b2630" stroke-width="2.4"`
	}
	fmt.Fprintf(w, `<rect x="%d" y="%d" width="%d" height="%d" %s/>`+"\n", at.X, at.Y, g.Width, g.Height, look)
	middle, base := at.X+g.Width/2, at.Y+g.Height/2+5
	if n.next != "" {
		base -= 9
		fmt.Fprintf(w, `<text x="%d" y="%d" text-anchor="middle" font-size="11" fill="#4b5a66">%s</text>`+"\n", middle, base+17, html.EscapeString(drawing.Short(plain.Clean(n.next), chartSmall)))
	}
	fmt.Fprintf(w, `<text x="%d" y="%d" text-anchor="middle" font-size="14" fill="#1b2630">%s</text>`+"\n", middle, base, html.EscapeString(drawing.Short(plain.Clean(n.upper), chartSigns)))
}
