package audit

import (
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/validator"
)

// life is a kind of record, other than requirements, that grows by steps of its own.
type life struct {
	kind    validator.Kind
	of      procedure.Subject
	begins  procedure.StepName
	numbers records.Kind
	rests   func(*judgement, *change) // judges what a new one says
}

// lives: a new record of such a kind, or one step on one or more.
func (j *judgement) lives(k life) {
	name := procedure.StepName(j.entry.Trailers.Action)
	if s, ok := j.rules.Step(name); !ok || s.Of != k.of {
		j.add("E_TRANSITION", "", finding.Say("the entry says %s, but it brings: %s", string(name), finding.Sentence{Format: string(k.of)}))
		return
	}
	changed := j.of(k.kind, attachment)
	if name != k.begins {
		for _, c := range changed {
			j.furthered(c, name)
		}
		return
	}
	c := changed[0]
	if len(changed) != 1 {
		j.add("E_SCOPE", "", finding.Say("the step %s begins one record", string(name)))
		return
	}
	if !c.old.IsZero() || len(c.living.Events()) != 1 || !c.grown {
		j.add("E_HISTORY", c.path, finding.Say("a record begins with one step"))
		return
	}
	begun := c.living.Begins()
	if string(begun.ID) != c.place.id {
		j.add("E_ID", c.path, finding.Say("it calls itself %s", string(begun.ID)))
	}
	j.number(k.numbers, c.place.id, c.path)
	j.furthers(c, begun, name)
	k.rests(j, c)
}

// furthered: a record whose history has one more step, which the procedure allows.
func (j *judgement) furthered(c *change, name procedure.StepName) {
	before, known := j.sound.living(c)
	c.living.Strike(j.void)
	if !known || !c.grown || len(c.living.Events()) != len(before.Events())+1 {
		j.add("E_HISTORY", c.path, finding.Say("a record only grows at its end, by one step"))
		return
	}
	stands, _ := j.rules.FoldRecord(before) // each of its steps was judged, and no step ever disappears
	j.furthers(c, stands, name)
}

// furthers judges the last step of a record.
func (j *judgement) furthers(c *change, before procedure.Case, name procedure.StepName) {
	h := c.living.Events()
	e := h[len(h)-1]
	if e.Step != name {
		j.add("E_TRANSITION", c.path, finding.Say("the entry says %s, the record says %s", string(name), string(e.Step)))
		return
	}
	j.agrees(c.path, procedure.Actor{Person: e.By, Role: e.Role}, procedure.Stamp{At: e.At, Entry: e.Entry})
	j.refusals(c.path, j.rules.Judge(before, e))
	if s, _ := j.rules.Step(name); s.Bears() {
		j.deed.Moved = append(j.deed.Moved, before.ID)
	}
	j.attachments(c, e.Attachments)
	j.samePerson(c, before, e)
}

// living is such a record as sound entries left it.
func (s *sound) living(c *change) (procedure.Living, bool) {
	if s.blob(c.path).IsZero() {
		return nil, false
	}
	before := lifeOf(c.place.kind)
	err := s.fill(c.path, before)
	s.troubled(err)
	before.Strike(s.void)
	return before, err == nil
}

// lifeOf is an empty record of a kind that grows by steps of its own; nil for any other.
func lifeOf(k validator.Kind) procedure.Living {
	switch k {
	case validator.Agreement:
		return &procedure.Agreement{}
	case validator.Improvement:
		return &procedure.Improvement{}
	}
	return nil
}

// improvement: a new improvement of the procedure, or one step on one or more (§4.1).
func (j *judgement) improvement() {
	j.lives(life{validator.Improvement, procedure.OfImprovement, procedure.StepImprove, records.Improvements(), (*judgement).raised})
}

// raised judges a new improvement by the procedure that it is about.
func (j *judgement) raised(c *change) {
	j.refusals(c.path, j.rules.JudgeImprovement(c.living.(*procedure.Improvement)))
}
