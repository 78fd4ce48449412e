package cli

import (
	"time"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// The states in which a request ends, as the procedure that comes with sc calls
// them.
const (
	stateRejected  procedure.State = "rejected"
	stateRefused   procedure.State = "refused"
	stateCovered   procedure.State = "covered"
	stateWithdrawn procedure.State = "withdrawn"
	statePublished procedure.State = "published"
)

// decide says what was decided, why, and what comes next.
func (l *letter) decide() {
	switch l.State {
	case procedure.StateSubmitted:
		l.received()
	case procedure.StateApproved:
		l.approved()
	case procedure.StateProposed:
		l.say(finding.Say("We have drafted what you ask for. A review meeting decides on it next, and we shall write to you again when it has."))
	case procedure.StatePassed:
		l.say(finding.Say("The review meeting has passed what was drafted for your request. It takes effect with the next version of our service catalogue, and we shall write to you again when that is published."))
	case statePublished:
		l.inForce()
	case stateRejected:
		l.rejected()
	case stateRefused:
		l.say(finding.Say("The review meeting has decided not to take what was drafted for your request into our service catalogue."))
		l.reason()
		l.say(finding.Say("If your needs change, please ask us again: we shall gladly look at it anew."))
	case stateCovered:
		l.covered()
	case stateWithdrawn:
		l.say(finding.Say("As was wished, your request has been taken back. We are not working on it any more."))
		l.reason()
		l.say(finding.Say("If you need it after all, please ask us again."))
	default:
		l.say(finding.Say("Your request is now: %s.", catalogue.Word(l.State)))
		l.reason()
	}
}

func (l *letter) received() {
	l.say(finding.Say("We have received your request and are considering it."))
	if n := l.rules.Rules.DecideWithin; n > 0 {
		due := l.rules.Calendar.Due(instant(l.decision.At), n)
		if due >= l.now().Format(time.DateOnly) {
			l.say(finding.Say("You will have our decision by %s.", l.day(due)))
			return
		}
	}
	l.say(finding.Say("We ask for your patience and shall write to you as soon as it is decided."))
}

// approved is the yes of the ops lead, or what follows a meeting that asked for
// changes.
func (l *letter) approved() {
	if l.decision.Step == procedure.StepReturn {
		l.say(finding.Say("Our service catalogue is being changed for your request. The review meeting has asked for the draft to be worked over; it will be presented again."))
		l.reason()
		return
	}
	l.say(finding.Say("We are glad to tell you that we shall change our service catalogue for your request."))
	l.reason()
	if a := l.decision.Assign; a != nil && a.DueOn != "" && a.DueOn >= l.now().Format(time.DateOnly) {
		l.say(finding.Say("Next, we draft the service, by %s. A review meeting decides on the draft; what it passes takes effect with the next version of the catalogue.", l.day(a.DueOn)))
		return
	}
	l.say(finding.Say("Next, we draft the service. A review meeting decides on the draft; what it passes takes effect with the next version of the catalogue."))
}

func (l *letter) rejected() {
	l.say(finding.Say("After careful consideration we cannot take your request into our service catalogue."))
	l.reason()
	if other := l.decision.DuplicateOf; other != "" {
		l.say(finding.Say("The same is already asked for in %s; you will hear from us about that one.", string(other)))
	}
	var names []string
	for _, id := range l.decision.Alternatives {
		if _, name, shown := l.service(id); shown {
			names = append(names, name)
		}
	}
	if len(names) > 0 {
		l.say(finding.Say("These services may serve you instead:"))
		l.list(names)
		l.say(finding.Say("We shall gladly talk about them with you."))
		return
	}
	l.say(finding.Say("If your needs change, please ask us again: we shall gladly look at it anew."))
}

// list adds items, each on a line.
func (l *letter) list(items []string) {
	for _, item := range items {
		l.lines = append(l.lines, l.clean("  - "+item))
	}
	l.lines = append(l.lines, "")
}

func (l *letter) covered() {
	e, name, shown := l.service(l.decision.Service)
	if !shown {
		l.say(finding.Say("Our service catalogue already covers what you ask for."))
		l.reason()
		return
	}
	l.say(finding.Say("Our service catalogue already covers what you ask for: %s.", name))
	l.reason()
	if how := l.app.text(e.RequestHow); how != "" {
		l.say(finding.Say("How to request it: %s.", how))
	}
	if len(e.Contacts) > 0 {
		l.say(finding.Say("Whom to turn to:"))
		l.list(each(e.Contacts, l.app.wording().Contact))
	}
}

// inForce is the good news: what version, from when, which services.
func (l *letter) inForce() {
	v := l.Version
	from := date(l.decision.At)
	if m, err := l.books.Version(v); err == nil {
		from = m.EffectiveFrom
	}
	l.say(finding.Say("What you asked for is part of our service catalogue, version %s, in effect from %s.", v, l.day(from)))
	var names []string
	for _, g := range l.Design {
		if _, name, shown := l.service(g.Service); shown {
			names = append(names, name)
		}
	}
	if len(names) > 0 {
		l.say(finding.Say("It concerns these services:"))
		l.list(names)
	}
	if l.r.Source.ForCustomer() {
		l.say(finding.Say("Your service level agreement can now be based on it."))
	}
}
