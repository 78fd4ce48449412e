package procedure

import (
	"slices"

	"github.com/service-catalogue/sc/pkg/finding"
)

// Takers are the people who can take a step on a case, sorted: by role or as its
// requester, and not where two steps need two people. Whether they have a key is not
// asked.
func (p *Procedure) Takers(c Case, s Step) []PersonID {
	return slices.DeleteFunc(p.entitledTo(c, s), func(id PersonID) bool { return p.barred(c, s, id) })
}

// entitledTo are the people who may take a step on a case, one by one.
func (p *Procedure) entitledTo(c Case, s Step) []PersonID {
	people := p.Holders(s.Name)
	if !slices.Contains(s.By, Requester) {
		return people
	}
	for _, id := range c.Requesters {
		if len(p.People[id].Roles) > 0 && !slices.Contains(people, id) {
			people = append(people, id)
		}
	}
	slices.Sort(people)
	return people
}

// barred reports whether the segregation of duties keeps a person from a step.
func (p *Procedure) barred(c Case, s Step, id PersonID) bool {
	apart := p.Rules.ReviewerNotPublisher == Always
	switch {
	case decides(s.Name):
		return p.segregated(c) && p.asked(c, id)
	case s.CarriedBy == CarriedByPublish:
		return apart && c.Pass != nil && c.Pass.Recorder == id
	case s.CarriedBy == CarriedByReview && c.State == StateUnreviewed:
		return apart && c.Urgent.By == id
	case s.CarriedBy == CarriedByReview:
		publishers := p.Holders(StepPublish)
		return apart && len(publishers) == 1 && publishers[0] == id
	}
	return false
}

// onward are the steps that a case waits for, in the order of the rows: those that do
// not merely end it or, where there is none, those that do.
func (p *Procedure) onward(c Case) []Step {
	var onward, ending []Step
	for _, s := range p.Awaited(c) {
		if s.Onward() {
			onward = append(onward, s)
		} else {
			ending = append(ending, s)
		}
	}
	if len(onward) > 0 {
		return onward
	}
	return ending
}

// Awaited are the steps that a case waits for, those that end it included. Taking it
// back, and proposing once more what is proposed already, may always be done and is
// waited for by nobody, but where it alone leads onward.
func (p *Procedure) Awaited(c Case) []Step {
	return slices.DeleteFunc(p.Leaving(c.State), func(s Step) bool {
		again := s.Name == StepPropose && c.Bound() && !p.again(c)
		return s.Name == StepWithdraw || again || s.To == c.State
	})
}

// again reports whether a passed case needs another review before it can be
// published: all who have a key and may publish signed the one it has, and somebody
// else can sign another.
func (p *Procedure) again(c Case) bool {
	if c.Pass == nil || p.Rules.ReviewerNotPublisher != Always {
		return false
	}
	publishers := p.Signers(StepPublish)
	return len(publishers) == 1 && publishers[0] == c.Pass.Recorder && len(p.otherReviewers(c.Pass.Recorder)) > 0
}

// otherReviewers are the people who can sign a review that a person shall not.
func (p *Procedure) otherReviewers(not PersonID) []PersonID {
	return slices.DeleteFunc(p.Signers(StepPass), func(id PersonID) bool { return id == not })
}

// BarsPublishing warns of a review that passes requests and is signed by the only
// person who could publish them then; zero where it is not so.
func (p *Procedure) BarsPublishing(recorder PersonID) finding.Sentence {
	publishers := p.Signers(StepPublish)
	if p.Rules.ReviewerNotPublisher != Always || len(publishers) != 1 || publishers[0] != recorder {
		return finding.Sentence{}
	}
	others := p.otherReviewers(recorder)
	if len(others) == 0 {
		return finding.Say("%s alone can publish, and may not once they have signed these minutes", p.Named(publishers))
	}
	return finding.Say("%s alone can publish, and may not once they have signed these minutes; %s can sign them instead", p.Named(publishers), p.Named(others))
}

// Onward reports whether a step does not merely end a case.
func (s Step) Onward() bool { return !s.Final || s.CarriedBy != CarriedAlone }

// Stranded is an open case that nobody who has a key can take onward, and who is
// missing.
type Stranded struct {
	ID  RequestID
	Why finding.Sentence
}

// Stranded finds, among cases, those that nobody can take onward as people stand.
func (p *Procedure) Stranded(cases []Case) []Stranded {
	var found []Stranded
	for _, c := range cases {
		if why := p.stuck(c); !why.IsZero() {
			found = append(found, Stranded{c.ID, why})
		}
	}
	return found
}

// stuck says why nobody can take a case onward; zero where somebody can.
func (p *Procedure) stuck(c Case) finding.Sentence {
	if c.Final || c.State == "" {
		return finding.Sentence{}
	}
	var why finding.Sentence
	var said []string
	for _, s := range p.onward(c) {
		if slices.ContainsFunc(p.Takers(c, s), p.hasKey) {
			return finding.Sentence{}
		}
		if name := s.command(); !slices.Contains(said, name) {
			said = append(said, name)
			why = both(why, p.missing(c, s))
		}
	}
	if why.IsZero() {
		return why
	}
	return finding.Say("%s is %s, and nobody can take it onward: %s", string(c.ID), word(string(c.State)), why)
}

func (p *Procedure) hasKey(id PersonID) bool { return len(p.People[id].Keys) > 0 }

// command is the name of the command that takes a step.
func (s Step) command() string {
	if s.CarriedBy != CarriedAlone {
		return s.CarriedBy.command()
	}
	return string(s.Name)
}

// missing says whom a step on a case lacks.
func (p *Procedure) missing(c Case, s Step) finding.Sentence {
	barred := slices.DeleteFunc(p.entitledTo(c, s), func(id PersonID) bool { return !p.barred(c, s, id) || !p.hasKey(id) })
	if len(barred) == 0 {
		return finding.Say("the step %s needs the %s, and nobody who has a key holds that role", word(s.command()), p.needed(s))
	}
	switch {
	case decides(s.Name):
		return finding.Say("the step %s needs the %s, and %s asked for it", word(s.command()), p.needed(s), p.Named(barred))
	case s.CarriedBy == CarriedByPublish:
		return finding.Say("the step %s needs the %s, and %s signed its review", word(s.command()), p.needed(s), p.Named(barred))
	}
	return finding.Say("the step %s needs the %s, and only %s could publish it then", word(s.command()), p.needed(s), p.Named(barred))
}

func both(a, b finding.Sentence) finding.Sentence {
	if a.IsZero() {
		return b
	}
	return finding.Say("%s; %s", a, b)
}
