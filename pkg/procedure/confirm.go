package procedure

import (
	"slices"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
)

// StepConfirm is what the entry of a confirmation says it does. It is no row of
// the procedure: who may confirm follows from what is confirmed.
const StepConfirm StepName = "confirm"

// Confirmation is one person's signature under the bytes of one thing: the minutes
// of a meeting, or a text of the procedure that might follow version Amends. It
// never changes.
type Confirmation struct {
	Schema    int              `yaml:"schema"`
	ID        string           `yaml:"id"`
	Meeting   MeetingID        `yaml:"meeting,omitempty"`
	Amends    int              `yaml:"amends,omitempty"`
	Digest    catalogue.Digest `yaml:"digest"`
	By        PersonID         `yaml:"by"`
	Role      RoleID           `yaml:"role"`
	At        string           `yaml:"at"`
	Entry     int              `yaml:"entry"`
	Text      string           `yaml:"text,omitempty"`
	Procedure string           `yaml:"procedure,omitempty"` // of the first one, which proposes it
}

// Assent is a confirmation as far as it counts: who gave it, and in which entry.
type Assent struct {
	By    PersonID
	Entry int
}

// People are those behind some confirmations, each once, in their order.
func People(given []Assent) []PersonID {
	var people []PersonID
	for _, a := range given {
		if !slices.Contains(people, a.By) {
			people = append(people, a.By)
		}
	}
	return people
}

// ConfirmationCase is a confirmation about to be judged, with what it is about.
type ConfirmationCase struct {
	Confirmation *Confirmation
	Now          *Procedure
	Minutes      Minutes  // of the meeting it names, if it names one
	Given        []Assent // to the same amendment, void ones left out
	Proposed     bool     // some confirmation, void or not, brought this text before
}

// Judge says what is wrong with a confirmation. Nil is yes.
func (c ConfirmationCase) Judge() *Refusal {
	of := c.Confirmation
	if of.Meeting != "" {
		if r := c.judgeMinutes(); r != nil {
			return about("confirm "+string(of.Meeting), r)
		}
		return nil
	}
	if r := c.judgeApproval(); r != nil {
		return about("confirm", r)
	}
	return nil
}

func (c ConfirmationCase) judgeMinutes() *Refusal {
	of, m := c.Confirmation, c.Minutes.Meeting
	switch {
	case m == nil:
		return refuse("E_ID", finding.Say("there is no meeting %s", string(of.Meeting)))
	case of.Digest != c.Minutes.Digest:
		return refuse("E_DIGEST", finding.Say("it confirms %s, the minutes are %s", Short(of.Digest), Short(c.Minutes.Digest)))
	case m.Recorder == of.By:
		return refuse("E_SOD", finding.Say("%s signed the minutes; others who were there confirm them", c.Now.Named([]PersonID{of.By}))).
			hint(c.Now.confirms(c.Minutes.others(), of.Meeting))
	case !c.Now.present(m, of.By):
		return refuse("E_ROLE", finding.Say("by the minutes %s was not there", c.Now.Named([]PersonID{of.By}))).
			hint(c.Now.confirms(c.Minutes.others(), of.Meeting))
	case slices.Contains(People(c.Minutes.Given), of.By):
		return refuse("E_STATE", finding.Say("%s has confirmed these minutes already", c.Now.Named([]PersonID{of.By}))).
			hint(finding.Say("\"sc list confirmations\" shows who confirmed what"))
	}
	return nil
}

func (c ConfirmationCase) judgeApproval() *Refusal {
	of := c.Confirmation
	if r := c.Now.Judge(Case{}, Event{Step: StepAmend, By: of.By, Role: of.Role}); r != nil {
		return r
	}
	switch {
	case of.Amends != c.Now.Version:
		return refuse("E_PROCEDURE_VERSION", finding.Say("it approves an amendment of version %s of the procedure, version %s is in force", of.Amends, c.Now.Version)).
			hint(finding.Say("propose it again on the version in force"))
	case slices.Contains(People(c.Given), of.By):
		return refuse("E_STATE", finding.Say("%s has approved this amendment already", c.Now.Named([]PersonID{of.By}))).
			hint(c.Now.approve(c.Given))
	case c.Proposed && of.Procedure != "":
		return refuse("E_STATE", finding.Say("this text was proposed before; only the proposal brings it"))
	case !c.Proposed && catalogue.DigestOf([]byte(of.Procedure)) != of.Digest:
		return refuse("E_DIGEST", finding.Say("it approves %s, but brings no such text", Short(of.Digest)))
	}
	return nil
}

// Minutes are a meeting with the digest of its record and the confirmations of it
// that count.
type Minutes struct {
	Meeting *Meeting // nil where there is none
	Digest  catalogue.Digest
	Given   []Assent
}

// others are those present whose signature the minutes do not bear.
func (m Minutes) others() []PersonID {
	var people []PersonID
	for _, a := range m.Meeting.Attendees {
		if a.Present && a.Person != m.Meeting.Recorder {
			people = append(people, a.Person)
		}
	}
	return people
}

// voters are those whose vote stands in the minutes and whose signature the meeting's
// own entry does not bear.
func (m Minutes) voters() []PersonID {
	var people []PersonID
	for _, a := range m.Meeting.Attendees {
		if a.Vote != "" && a.Person != m.Meeting.Recorder {
			people = append(people, a.Person)
		}
	}
	return people
}

// Unsigned are the voters who have not confirmed the minutes.
func (m Minutes) Unsigned() []PersonID {
	given := People(m.Given)
	return slices.DeleteFunc(m.voters(), func(id PersonID) bool { return slices.Contains(given, id) })
}

// Outstanding says how many more people must confirm minutes before a version may
// rest on them, and who can; nobody where the rules are met.
func (r ReviewRules) Outstanding(m Minutes) (least int, people []PersonID) {
	given := People(m.Given)
	if r.Votes == VotesSigned {
		people = m.Unsigned()
	}
	least = max(len(people), r.Confirmations-len(given))
	if least > len(people) {
		people = slices.DeleteFunc(m.others(), func(id PersonID) bool { return slices.Contains(given, id) })
	}
	return least, people
}

// judgeConfirmed: the minutes of every meeting that a version names are confirmed
// as the rules ask for.
func (p *Procedure) judgeConfirmed(pub Publication) []*Refusal {
	var rs []*Refusal
	if !p.Rules.Review.Confirming() {
		return nil
	}
	for _, id := range pub.Manifest.Meetings {
		m := pub.Minutes(id)
		if m.Meeting == nil {
			continue // that the manifest names the meetings it rests on is judged elsewhere
		}
		rs = append(rs, list(p.Confirmed(m))...)
	}
	return rs
}

// Confirmed says which confirmations of minutes a version still needs. Nil is none.
func (p *Procedure) Confirmed(m Minutes) *Refusal {
	id := m.Meeting.ID
	least, people := p.Rules.Review.Outstanding(m)
	if least == 0 {
		return nil
	}
	r := refuse("E_THRESHOLD", finding.Say("the minutes of %s still need the confirmation of %s", string(id), p.Named(people)))
	if least != len(people) {
		r.Message = finding.Say("the minutes of %s have %s confirmations, the procedure asks for %s", string(id), len(People(m.Given)), p.Rules.Review.Confirmations)
	}
	if least > len(people) {
		people = nil
	}
	return r.hint(p.confirms(people, id))
}

// Confirming reports whether a version needs confirmations of minutes at all.
func (r ReviewRules) Confirming() bool { return r.Confirmations > 0 || r.Votes == VotesSigned }

// confirms says who can confirm minutes, and how.
func (p *Procedure) confirms(people []PersonID, id MeetingID) finding.Sentence {
	if len(people) == 0 {
		return finding.Say("too few were there to confirm it: propose the design again, and hold another review")
	}
	signers := p.keyed(slices.Clone(people))
	if len(signers) == 0 {
		return finding.Say("of %s nobody has a key yet; \"sc person key add\" gives one", p.Named(people))
	}
	return finding.Say("%s can confirm them: sc confirm %s", p.Named(signers), string(id))
}

// Support is what an amendment or a version rests on beside its own signature: the
// confirmations given, and how many of them it cannot do without.
type Support struct {
	Least int
	Given []int // the numbers of their entries
}

// Support is what a version that names a meeting rests on.
func (r ReviewRules) Support(m Minutes) []Support {
	if !r.Confirming() || m.Meeting == nil {
		return nil
	}
	rests := []Support{{Least: r.Confirmations, Given: entries(m.Given)}}
	if r.Votes == VotesSigned {
		voters := m.voters()
		signed := slices.DeleteFunc(slices.Clone(m.Given), func(a Assent) bool { return !slices.Contains(voters, a.By) })
		rests = append(rests, Support{Least: len(voters), Given: entries(signed)})
	}
	return rests
}

func entries(given []Assent) []int {
	numbers := make([]int, len(given))
	for i, a := range given {
		numbers[i] = a.Entry
	}
	return numbers
}
