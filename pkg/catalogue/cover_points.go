package catalogue

import (
	"slices"
	"strings"
)

// nothing stands in a Gap where nothing of the kind is offered.
const nothing = "-"

// point is one thing asked for that can be told to be offered or not.
type point struct {
	field, asked string
	met          func(Entry) bool
	offered      func(Entry) string
}

// points lists what is asked for in a form that can be compared. Quantity,
// sites and notes are for people.
func points(ask Ask) []point {
	out := append(hoursPoint(ask.Hours), frequencyPoint(ask.Frequency)...)
	for i, d := range ask.Delivery {
		out = append(out, deliveryPoint(at("delivery", i), d))
	}
	for i, l := range ask.Levels {
		out = append(out, levelPoint(at("levels", i), wish{l, ask.Hours}))
	}
	for i, d := range ask.Deliverables {
		out = append(out, deliverablePoint(at("deliverables", i), d.Name))
	}
	return out
}

func hoursPoint(asked *Hours) []point {
	if asked == nil {
		return nil
	}
	if _, known := asked.times(); !known {
		return nil
	}
	return []point{{
		field: "/hours", asked: asked.String(),
		met:     func(e Entry) bool { return e.Hours != nil && e.Hours.covers(*asked) },
		offered: func(e Entry) string { return notation(e.Hours) },
	}}
}

// covers reports whether there is service whenever it is asked for. Where one
// side names no time zone, both are taken to be in the same.
func (h Hours) covers(asked Hours) bool {
	if h.TZ == "" || asked.TZ == "" {
		h.TZ, asked.TZ = "", ""
	}
	within, known := asked.within(h)
	return within && known
}

func frequencyPoint(asked *Frequency) []point {
	if asked == nil || asked.Unit == "" {
		return nil
	}
	return []point{{
		field: "/frequency", asked: asked.String(),
		met: func(e Entry) bool {
			if e.Frequency == nil {
				return false
			}
			step, ok := e.Frequency.compare(*asked)
			return ok && step >= 0
		},
		offered: func(e Entry) string { return notation(e.Frequency) },
	}}
}

// notation is the notation of what may be absent.
func notation[T interface{ String() string }](v *T) string {
	if v == nil {
		return ""
	}
	return (*v).String()
}

func deliveryPoint(field string, asked Delivery) point {
	return point{
		field: field, asked: string(asked),
		met:     func(e Entry) bool { return slices.Contains(e.Delivery, asked) },
		offered: func(e Entry) string { return joined(e.Delivery, ", ") },
	}
}

func deliverablePoint(field string, asked Text) point {
	return point{
		field: field, asked: every(asked),
		met: func(e Entry) bool {
			return slices.ContainsFunc(e.Deliverables, func(d Deliverable) bool { return includes(d.Name, asked) })
		},
		offered: func(e Entry) string {
			names := make([]string, len(e.Deliverables))
			for i, d := range e.Deliverables {
				names[i] = every(d.Name)
			}
			return strings.Join(names, ", ")
		},
	}
}

// includes reports whether the name asked for is part of the name offered, in
// some language that both have: 运行月报 is part of 应用运行月报.
func includes(offered, asked Text) bool {
	return slices.ContainsFunc(shared(offered, asked), func(p [2]string) bool {
		want := fold(p[1])
		return want != "" && strings.Contains(fold(p[0]), want)
	})
}
