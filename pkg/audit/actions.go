package audit

import (
	"slices"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/validator"
)

// action judges what the entry does, by the kind of action it names.
func (j *judgement) action() {
	if j.repairs() {
		j.repair()
		return
	}
	j.attached()
	for _, k := range numbered() {
		if k.judge != nil && slices.ContainsFunc(j.changes, func(c change) bool { return c.place.kind == k.kind }) {
			k.judge(j)
			return
		}
	}
	switch name := procedure.StepName(j.entry.Trailers.Action); name {
	case procedure.StepAmend:
		j.amend()
	case procedure.ActionDelegate:
		j.delegate()
	case procedure.StepRequest:
		j.request()
	case procedure.StepPropose:
		j.propose()
	case procedure.ActionReview:
		j.review()
	case procedure.StepPublish:
		j.publish()
	default:
		j.step(name)
	}
}

// of are the changed records of a kind; any other kind but the allowed ones is
// out of scope.
func (j *judgement) of(kind validator.Kind, allowed ...validator.Kind) []*change {
	var found []*change
	for i := range j.changes {
		c := &j.changes[i]
		switch {
		case c.place.kind == kind:
			found = append(found, c)
		case !slices.Contains(allowed, c.place.kind):
			j.add("E_SCOPE", c.path, finding.Say("%s does not change such a record", j.entry.Trailers.Action))
		}
	}
	return found
}

const attachment validator.Kind = ""

// request: one new requirement with its first step.
func (j *judgement) request() {
	changed := j.of(validator.Request, attachment)
	if len(changed) != 1 {
		j.add("E_SCOPE", "", finding.Say("a request brings one requirement"))
		return
	}
	if j.begins(changed[0]) {
		j.number(records.Requests(), changed[0].place.id, changed[0].path)
	}
}

// begins: a new requirement with its first step. It reports whether it is one at all.
func (j *judgement) begins(c *change) bool {
	r := c.request
	if !c.old.IsZero() || len(r.History) != 1 || !c.grown {
		j.add("E_HISTORY", c.path, finding.Say("a requirement begins with one step"))
		return false
	}
	if string(r.ID) != c.place.id {
		j.add("E_ID", c.path, finding.Say("it calls itself %s", string(r.ID)))
	}
	j.event(c, procedure.NewCase(r), procedure.StepRequest)
	j.attachments(c, slices.Concat(r.Attachments, r.History[0].Attachments))
	return true
}

// step: one step on one or more requirements.
func (j *judgement) step(name procedure.StepName) {
	s, ok := j.rules.Step(name)
	if !ok || s.Of != procedure.OfRequest || s.CarriedBy != procedure.CarriedAlone || len(s.From) == 0 {
		j.add("E_TRANSITION", "", finding.Say("the procedure has no step %s", string(name)))
		return
	}
	for _, c := range j.of(validator.Request, attachment) {
		j.grown(c, name)
	}
}

// grown: a requirement whose history has one more step, which the procedure
// allows.
func (j *judgement) grown(c *change, names ...procedure.StepName) {
	before, known := j.requirement(procedure.RequestID(c.place.id), j.rules)
	c.request.Strike(j.void)
	h := c.request.History
	if !known || !c.grown || len(h) == 0 {
		j.add("E_HISTORY", c.path, finding.Say("a record only grows at its end, by one step"))
		return
	}
	if n := before.steps + 1; len(h) != n {
		j.add("E_HISTORY", c.path, finding.Say("its history has %s steps, it should have %s", len(h), n))
		return
	}
	j.event(c, before.Case, names...)
	j.attachments(c, h[len(h)-1].Attachments)
	j.correction(c)
}

// event judges the last step of a requirement.
func (j *judgement) event(c *change, before procedure.Case, names ...procedure.StepName) {
	e := c.request.History[len(c.request.History)-1]
	if !slices.Contains(names, e.Step) {
		j.add("E_TRANSITION", c.path, finding.Say("the entry says %s, the record says %s", j.entry.Trailers.Action, string(e.Step)))
		return
	}
	j.agrees(c.path, procedure.Actor{Person: e.By, Role: e.Role}, procedure.Stamp{At: e.At, Entry: e.Entry})
	j.refusals(c.path, j.rules.Judge(before, e))
	j.moves(c, before, e)
	j.samePerson(c, before, e)
}

// samePerson reports who approved what they asked for, where the rules allow that.
func (j *judgement) samePerson(c *change, before procedure.Case, e procedure.Event) {
	if !j.rules.SamePerson(before, e) {
		return
	}
	name := j.rules.People[e.By].Name
	j.then(func() {
		j.note(j.reading, Violation{Code: "W_SAME_PERSON", Path: c.path, Message: finding.Say("%s asked for it and approved it too, which the procedure allows for a request like this", name)})
	})
}

// moves takes a sound step into the state.
func (j *judgement) moves(c *change, before procedure.Case, e procedure.Event) {
	s, _ := j.rules.Step(e.Step)
	after := j.rules.After(before, s, e)
	length := len(c.request.History)
	if s.Bears() {
		j.deed.Moved = append(j.deed.Moved, before.ID)
	}
	j.then(func() { j.put(held{after, length}) })
}

// correction: what is corrected is what stands there now.
func (j *judgement) correction(c *change) {
	h := c.request.History
	last := h[len(h)-1].Correction
	if last == nil {
		return
	}
	earlier := *c.request
	earlier.History = h[:len(h)-1]
	want, r := procedure.Correct(&earlier, last.Field, last.To)
	j.refusals(c.path, r)
	if r == nil && want.From != last.From {
		j.add("E_HISTORY", c.path, finding.Say("it corrects %q, but %q stands there", last.From, want.From))
	}
}

// attached: an attached file is new and comes with a step of its requirement.
func (j *judgement) attached() {
	stepped := map[string]bool{}
	j.files, j.filesOf = map[string]*change{}, map[string][]*change{}
	for i := range j.changes {
		switch c := &j.changes[i]; c.place.kind {
		case validator.Request, validator.Agreement, validator.Improvement:
			stepped[c.place.id] = true
		case attachment:
			j.files[c.path] = c
			j.filesOf[c.place.id] = append(j.filesOf[c.place.id], c)
		}
	}
	for _, f := range j.changes {
		switch {
		case f.place.kind != attachment:
		case !f.old.IsZero():
			j.add("E_SCOPE", f.path, finding.Say("an attached file never changes"))
		case !stepped[f.place.id]:
			j.add("E_SCOPE", f.path, finding.Say("no step names this file"))
		}
	}
}

// attachments: the files that a step brings are the ones it names.
func (j *judgement) attachments(c *change, named []procedure.Attachment) {
	meant := map[string]bool{}
	for _, a := range named {
		meant[a.Path] = true
		f := j.files[a.Path]
		switch {
		case f == nil || !f.old.IsZero():
			j.add("E_SCOPE", a.Path, finding.Say("the step names a file that the entry does not bring"))
		case string(f.digest) != string(a.SHA256) || f.place.id != c.place.id:
			j.add("E_DIGEST", a.Path, finding.Say("the file is not the one that the step names"))
		}
	}
	for _, f := range j.filesOf[c.place.id] {
		if !meant[f.path] {
			j.add("E_SCOPE", f.path, finding.Say("no step names this file"))
		}
	}
}
