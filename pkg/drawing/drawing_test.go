package drawing

import (
	"slices"
	"testing"
)

func TestLay(t *testing.T) {
	t.Parallel()
	leads := map[string][]string{"a": {"b", "c"}, "b": {"d"}, "c": {"e", "nowhere"}}
	boxes := []Box{{ID: "a"}, {ID: "c", Layer: 1}, {ID: "b", Layer: 1}, {ID: "e", Layer: 2}, {ID: "d", Layer: 2}}
	next := func(id string) []string { return leads[id] }
	for _, g := range []Grid{{Width: 100, Height: 30, Apart: 50, Beside: 10}, {Width: 100, Height: 30, Apart: 50, Beside: 10, Towards: Down}} {
		d := g.Lay(boxes, next)
		place := map[string][2]int{}
		for i, b := range d.Boxes {
			if b.ID != boxes[i].ID {
				t.Fatalf("%s: boxes change their order", g.Towards)
			}
			at := [2]int{b.X, b.Y}
			for other, was := range place {
				if was == at {
					t.Errorf("%s: %s lies on %s", g.Towards, b.ID, other)
				}
			}
			place[b.ID] = at
			if b.X < 0 || b.Y < 0 || b.X+g.Width > d.Width || b.Y+g.Height > d.Height {
				t.Errorf("%s: %s lies outside of %d × %d", g.Towards, b.ID, d.Width, d.Height)
			}
		}
		// c was given first; e follows c, and d b: no line crosses another.
		across := 1
		if g.Towards == Down {
			across = 0
		}
		if place["c"][across] != place["a"][across] || place["e"][across] != place["c"][across] || place["d"][across] != place["b"][across] {
			t.Errorf("%s: the first of what follows does not stand straight behind: %v", g.Towards, place)
		}
		if len(d.Lines) != 4 || slices.ContainsFunc(d.Lines, func(l Line) bool { return l.To == "nowhere" }) {
			t.Errorf("%s: %d lines, want 4", g.Towards, len(d.Lines))
		}
	}
}

func TestShort(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"abcd": "abcd", "abcde": "abcd…", "中文": "中文", "中文字": "中文…", "": ""} {
		if got := Short(text, 4); got != want {
			t.Errorf("Short(%q, 4) = %q, want %q", text, got, want)
		}
	}
}
