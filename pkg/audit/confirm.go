package audit

import (
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/validator"
)

// confirmations are the sound confirmations so far, those ruled void too. All of it
// stands in their files: where judging goes on from an entry, they are gathered from
// its tree when first asked for. The zero value has none.
type confirmations struct {
	gathered   bool
	minutes    map[procedure.MeetingID][]procedure.Assent
	amendments map[amendment][]procedure.Assent
}

// amendment is a text of the procedure that might follow a version of it.
type amendment struct {
	amends int
	digest catalogue.Digest
}

// confirmations are those of the sound state.
func (s *sound) confirmations() *confirmations {
	if s.given.gathered {
		return &s.given
	}
	s.given = confirmations{true, map[procedure.MeetingID][]procedure.Assent{}, map[amendment][]procedure.Assent{}}
	if s.base.IsZero() {
		return &s.given
	}
	before, err := s.catalogue()
	if err == nil {
		var all []*procedure.Confirmation
		all, err = before.Confirmations()
		for _, of := range all {
			s.given.add(of)
		}
	}
	s.troubled(err)
	return &s.given
}

// add takes one more confirmation. Its texts are parts of the whole record, which
// must not be kept for ever.
func (c *confirmations) add(of *procedure.Confirmation) {
	given := procedure.Assent{By: procedure.PersonID(strings.Clone(string(of.By))), Entry: of.Entry}
	if of.Meeting != "" {
		id := procedure.MeetingID(strings.Clone(string(of.Meeting)))
		c.minutes[id] = append(c.minutes[id], given)
		return
	}
	to := amendment{of.Amends, catalogue.Digest(strings.Clone(string(of.Digest)))}
	c.amendments[to] = append(c.amendments[to], given)
}

// confirmed are the confirmations of a meeting's minutes that count.
func (s *sound) confirmed(id procedure.MeetingID) []procedure.Assent {
	return s.counting(s.confirmations().minutes[id])
}

// approvals are those of an amendment that count.
func (s *sound) approvals(of amendment) []procedure.Assent {
	return s.counting(s.confirmations().amendments[of])
}

// proposed reports whether some confirmation, void or not, brought the text of an
// amendment.
func (s *sound) proposed(of amendment) bool { return len(s.confirmations().amendments[of]) > 0 }

func (s *sound) counting(given []procedure.Assent) []procedure.Assent {
	return slices.DeleteFunc(slices.Clone(given), func(a procedure.Assent) bool { return s.void[a.Entry] })
}

// confirmation: one new confirmation, and nothing else.
func (j *judgement) confirmation() {
	if j.entry.Trailers.Action != string(procedure.StepConfirm) {
		j.add("E_TRANSITION", "", finding.Say("the entry says %s, but it brings a confirmation", j.entry.Trailers.Action))
	}
	changed := j.of(validator.Confirmation)
	if len(changed) != 1 || !changed[0].old.IsZero() {
		j.add("E_SCOPE", "", finding.Say("a confirmation is one new record, which never changes"))
		return
	}
	c, of := changed[0], changed[0].confirmation
	if of.ID != c.place.id {
		j.add("E_ID", c.path, finding.Say("it calls itself %s", of.ID))
	}
	j.number(records.Confirmations(), c.place.id, c.path)
	j.agrees(c.path, procedure.Actor{Person: of.By, Role: of.Role}, procedure.Stamp{At: of.At, Entry: of.Entry})
	confirming := j.confirming(of)
	j.refusals(c.path, confirming.Judge())
	j.then(func() { j.signs(confirming.Minutes, of) })
}

// confirming is a confirmation with the sound state that it is judged by.
func (j *judgement) confirming(of *procedure.Confirmation) procedure.ConfirmationCase {
	to := amendment{of.Amends, of.Digest}
	c := procedure.ConfirmationCase{Confirmation: of, Now: j.rules, Given: j.approvals(to), Proposed: j.proposed(to)}
	if of.Meeting != "" {
		c.Minutes = j.minutes(of.Meeting)
	}
	return c
}

// signs takes a confirmation into the state. The last voter's signature makes a
// meeting more than what its recorder attests.
func (j *judgement) signs(m procedure.Minutes, of *procedure.Confirmation) {
	j.confirmations().add(of)
	if m.Meeting == nil || signed(m) {
		return
	}
	m.Given = append(m.Given, procedure.Assent{By: of.By, Entry: of.Entry})
	if signed(m) {
		j.meetings--
	}
}

// signed reports whether every voter but the recorder confirmed minutes.
func signed(m procedure.Minutes) bool { return len(m.Given) > 0 && len(m.Unsigned()) == 0 }

// minutes are those of a sound meeting, with the confirmations that count.
func (s *sound) minutes(id procedure.MeetingID) procedure.Minutes {
	path := records.Meetings().Path(string(id))
	if s.blob(path).IsZero() {
		return procedure.Minutes{}
	}
	m := procedure.Minutes{Meeting: &procedure.Meeting{}, Given: s.confirmed(id)}
	data, err := s.read(path)
	if err == nil {
		m.Digest = catalogue.Digest(ledger.DigestOf(data))
		err = records.Decode(path, data, m.Meeting)
	}
	s.troubled(err)
	return m
}

// rests are the confirmations that a version cannot do without.
func (j *judgement) rests(m *procedure.Manifest) []procedure.Support {
	review := j.rules.Rules.Review
	var rests []procedure.Support
	if !review.Confirming() {
		return nil
	}
	for _, id := range m.Meetings {
		rests = append(rests, review.Support(j.minutes(id))...)
	}
	return rests
}

// shaken are the meetings of whose confirmations others count once these entries are
// void.
func (r *replay) shaken(void map[int]bool) []procedure.MeetingID {
	var found []procedure.MeetingID
	for id, given := range r.confirmations().minutes {
		if slices.ContainsFunc(given, func(a procedure.Assent) bool { return r.void[a.Entry] != void[a.Entry] }) {
			found = append(found, id)
		}
	}
	return found
}

// allSigned counts those of some meetings whose voters have all signed.
func (r *replay) allSigned(meetings []procedure.MeetingID) int {
	n := 0
	for _, id := range meetings {
		if signed(r.minutes(id)) {
			n++
		}
	}
	return n
}
