package procedure

import (
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
)

// Need is something a step must be given.
type Need string

// The needs a step row may name.
const (
	NeedRequest    Need = "request"
	NeedReason     Need = "reason"
	NeedConsidered Need = "considered"
	NeedService    Need = "service"
	NeedText       Need = "text"
	NeedCorrection Need = "correction"
	NeedDesign     Need = "design"
	NeedMeeting    Need = "meeting"
	NeedManifest   Need = "manifest"
	NeedChangeRef  Need = "change_ref"
	NeedSignatory  Need = "signatory"
	NeedAssign     Need = "assign"
	NeedAmendment  Need = "amendment"
)

// need says how to see that a step was given what it needs, and how to ask.
type need struct {
	given   func(Event) bool
	message finding.Sentence
	hint    finding.Sentence
}

// needs is the one table of needs; a new need is a row.
var needs = map[Need]need{
	NeedRequest: {func(Event) bool { return true }, finding.Sentence{}, finding.Sentence{}},
	NeedReason: {
		func(e Event) bool { return said(e.Reason) },
		finding.Say("needs a reason"), finding.Say("give it with -m"),
	},
	NeedConsidered: {
		func(e Event) bool {
			return e.Considered != nil && said(e.Considered.BusinessNeed) && said(e.Considered.CompanySituation)
		},
		finding.Say("needs both criteria of §5.2: the business need and the company's situation"),
		finding.Say("give them with --business-need and --company-situation"),
	},
	NeedService: {
		func(e Event) bool { return e.Service != "" },
		finding.Say("needs the service that covers it"), finding.Say("name it with --service"),
	},
	NeedText: {
		func(e Event) bool { return said(e.Text) },
		finding.Say("needs a text"), finding.Say("give it with -m"),
	},
	NeedCorrection: {
		func(e Event) bool { return e.Correction != nil && e.Correction.Field != "" },
		finding.Say("needs the field and its right value"), finding.Say("give them with --set field=value"),
	},
	NeedDesign: {
		func(e Event) bool { return len(e.Design) > 0 },
		finding.Say("needs a design: the drafts it binds"), finding.Say("write one with \"sc design\", or name the drafts with --service"),
	},
	NeedMeeting: {
		func(e Event) bool { return e.Meeting != "" },
		finding.Say("needs a review meeting"), finding.Say("record one with \"sc review\""),
	},
	NeedManifest: {
		func(e Event) bool { return !e.Version.IsZero() },
		finding.Say("needs a version"), finding.Say("publish one with \"sc publish\""),
	},
	NeedChangeRef: {
		func(e Event) bool { return said(e.ChangeRef) },
		finding.Say("needs a change request (§6)"), finding.Say("name it with --change-ref"),
	},
	NeedSignatory: {
		func(e Event) bool { return e.Signatory != nil && said(e.Signatory.Name) && e.Signatory.SignedOn != "" },
		finding.Say("needs who signed for the customer"), finding.Say("name them with --signatory"),
	},
	NeedAssign: {
		func(e Event) bool { return e.Assign != nil && said(string(e.Assign.Person)) },
		finding.Say("needs the person who sees to it"), finding.Say("name them with --assign"),
	},
	NeedAmendment: {
		func(e Event) bool { return e.Amendment > 0 },
		finding.Say("needs the amendment that closes it"), finding.Say("name the version of the procedure that it brought with --amendment"),
	},
}

// judgeNeeds refuses a step that lacks what its row, or the decision itself,
// asks for.
func judgeNeeds(c Case, s Step, e Event) *Refusal {
	for _, name := range s.Needs {
		n, ok := needs[name]
		if ok && !n.given(e) {
			return refuse("E_TRANSITION", n.message).hint(n.hint)
		}
	}
	if (e.ReasonCode == "duplicate") != (e.DuplicateOf != "") {
		return refuse("E_TRANSITION", finding.Say("a duplicate names the request it repeats, and nothing else does")).
			hint(finding.Say("use --reason-code duplicate together with --of"))
	}
	if e.DuplicateOf != "" && e.DuplicateOf == c.ID {
		return refuse("E_TRANSITION", finding.Say("it cannot be a duplicate of itself"))
	}
	return nil
}

// judgeExtras refuses what a step brings without needing it, where that would
// change what is corrected, bound, decided or published; and an emergency where
// the procedure knows none.
func (p *Procedure) judgeExtras(_ Case, s Step, e Event) *Refusal {
	for _, name := range []Need{NeedCorrection, NeedDesign, NeedMeeting, NeedManifest, NeedSignatory, NeedAmendment} {
		if needs[name].given(e) && !slices.Contains(s.Needs, name) {
			return refuse("E_TRANSITION", finding.Say("the step %s brings no %s", word(string(s.Name)), word(string(name))))
		}
	}
	switch {
	case e.Emergency == "":
		return nil
	case !said(e.Emergency):
		return refuse("E_TRANSITION", finding.Say("an emergency needs a reason")).hint(finding.Say("give it with -m"))
	}
	return p.judgeEmergency()
}

func said(text string) bool { return strings.TrimSpace(text) != "" }
