package catalogue

import (
	"slices"
	"strings"
)

// wish is a level asked for, with the hours asked for beside it.
type wish struct {
	level Level
	hours *Hours
}

func levelPoint(field string, w wish) point {
	return point{
		field: field, asked: w.level.String(),
		met: func(e Entry) bool {
			return slices.ContainsFunc(e.Levels, func(l Level) bool { return w.metBy(l, e.Hours) })
		},
		offered: func(e Entry) string {
			var like []string
			for _, l := range e.Levels {
				if l.sameMeasure(w.level) {
					like = append(like, l.String())
				}
			}
			return strings.Join(like, ", ")
		},
	}
}

// metBy reports whether an offered level, kept in the hours given, keeps what
// is asked too.
func (w wish) metBy(offered Level, h *Hours) bool {
	return offered.sameMeasure(w.level) &&
		(offered.Priority == "" || offered.Priority == w.level.Priority) &&
		w.windowMetBy(offered) && w.clockMetBy(offered, h) && w.valueMetBy(offered, h)
}

// windowMetBy: a percentage kept in every month is kept in the quarter and the
// year that the months make up; weeks make up neither.
func (w wish) windowMetBy(offered Level) bool {
	asked := w.level.Window
	if asked == "" || asked == offered.Window {
		return true
	}
	span := []Window{"month", "quarter", "year"}
	i, j := slices.Index(span, offered.Window), slices.Index(span, asked)
	return w.level.Unit == "percent" && i >= 0 && i < j
}

// clockMetBy: a limit kept in calendar time is kept in hours of service too;
// the reverse holds only where there is service all the time.
func (w wish) clockMetBy(offered Level, h *Hours) bool {
	if !w.level.Unit.isTime() || offered.onServiceHours() == w.level.onServiceHours() {
		return true
	}
	if offered.onServiceHours() {
		return h != nil && h.always()
	}
	return offered.Op == "<="
}

// valueMetBy: every value that the offer allows is one that the ask allows.
func (w wish) valueMetBy(offered Level, h *Hours) bool {
	hours := w.hours
	if hours.serviceDay() == 0 {
		hours = h
	}
	step, ok := offered.compare(h, w.level, hours)
	if !ok || (offered.Op != w.level.Op && offered.Op != "==") {
		return false
	}
	switch w.level.Op {
	case "<=":
		return step <= 0
	case ">=":
		return step >= 0
	}
	return step == 0
}
