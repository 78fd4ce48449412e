package report

import (
	"time"

	"github.com/service-catalogue/sc/pkg/procedure"
)

// life is the course of one request, as far as it counts.
type life struct {
	*procedure.Request
	steps []taken
}

// taken is a step of a life, with where the request stood before it.
type taken struct {
	procedure.Event
	on     string // its date
	at     time.Time
	before procedure.Case
	asked  time.Time // when it last began to wait for a decision; zero where it never did
}

// lives are the requests with their steps up to a date. What was ruled void is left
// out, and with its first step the whole request.
func lives(f Facts, to string) []life {
	var all []life
	for _, r := range f.Requests {
		if len(r.History) == 0 || r.History[0].Void {
			continue
		}
		l := life{Request: procedure.Corrected(r)}
		c, asked := procedure.NewCase(r), time.Time{}
		for _, e := range r.History {
			row, known := f.Rules.Step(e.Step)
			at, err := time.Parse(time.RFC3339, e.At)
			if e.Void || !known || err != nil || f.Rules.Calendar.Date(at) > to {
				continue
			}
			l.steps = append(l.steps, taken{e, f.Rules.Calendar.Date(at), at, c, asked})
			if c = f.Rules.After(c, row, e); row.To == procedure.StateSubmitted {
				asked = at
			}
		}
		if len(l.steps) > 0 {
			all = append(all, l)
		}
	}
	return all
}

// id is the request's id as the figures list it.
func (l life) id() string { return string(l.Request.ID) }

// decides reports whether a step is the decision of §5.2.
func (t taken) decides() bool {
	return !t.asked.IsZero() && (t.Step == procedure.StepApprove || t.Step == procedure.StepReject || t.Step == procedure.StepClose)
}

// state is where the request stands at the end of the period.
func (b *books) state(l life) (procedure.Case, time.Time) {
	last := l.steps[len(l.steps)-1]
	row, _ := b.Rules.Step(last.Step)
	asked := last.asked
	if row.To == procedure.StateSubmitted {
		asked = last.at
	}
	return b.Rules.After(last.before, row, last.Event), asked
}
