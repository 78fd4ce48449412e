package audit

import (
	"slices"

	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/validator"
)

// lately are the requirements that a reader took apart without a fault, by their
// files: of one that grew, only what was added is read.
type lately struct {
	requests map[ledger.ID]taken
	bytes    int
	refused  map[ledger.ID]Violation // by a schema
}

// taken is what a file says. Its history is never handed out: who judges marks it.
type taken struct {
	request procedure.Request
	values  int
}

// maxLately is how many bytes of files are remembered.
const maxLately = 8 << 20

// maxValues is the most values of a record.
const maxValues = 100_000

// around is a requirement without a history: with one behind it, it is read as every
// other with this history.
const around = "schema: 1\nid: SLR-2000-0001\ntitle: x\nsource: internal\nraised_by: x\nraised_on: \"2000-01-01\"\nhistory:\n"

// longer reads a requirement of whose file only the step at its end is new, and
// reports whether it could. What is wrong with a step is told by reading it all.
func (r *reader) longer(c *change, step []byte) bool {
	before, known := r.lately.requests[c.old]
	if !known || len(c.data) > document.MaxBytes {
		return false
	}
	doc, found := document.ParseLiteral(c.path, append([]byte(around), step...))
	if finding.Failed(found) || before.values+doc.Values() > maxValues || finding.Failed(r.schemas.Check(doc, validator.Request)) {
		return false
	}
	var one procedure.Request
	if doc.Fill(&one) != nil || len(one.History) != 1 {
		return false
	}
	delete(r.lately.requests, c.old) // what is added takes its place
	before.request.History = append(before.request.History, one.History[0])
	before.values += doc.Values()
	c.request = before.handed()
	r.lately.keep(c.new, before, len(step))
	return true
}

// handed is the requirement with a history of its own.
func (t *taken) handed() *procedure.Request {
	r := t.request
	r.History = slices.Clone(r.History)
	return &r
}

func (l *lately) keep(id ledger.ID, t taken, size int) {
	if l.bytes += size; l.bytes > maxLately || l.requests == nil {
		l.requests, l.bytes = map[ledger.ID]taken{}, size
	}
	l.requests[id] = t
}

// faulty remembers that a file does not fit its schema.
func (l *lately) faulty(id ledger.ID, v Violation) {
	if v.Code != "E_SCHEMA" {
		return // what follows could close what is open
	}
	if len(l.refused) >= maxKnown || l.refused == nil {
		l.refused = map[ledger.ID]Violation{}
	}
	l.refused[id] = v
}

// stillFaulty says of a requirement what was wrong with it before it grew: that is
// still there, and nobody needs to be made to read it all again for each step.
func (e *reading) stillFaulty(r *reader, c *change) bool {
	v, known := r.lately.refused[c.old]
	if known {
		e.faults = append(e.faults, v)
		r.lately.faulty(c.new, v)
	}
	return known
}
