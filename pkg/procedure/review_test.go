package procedure_test

import (
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/procedure"
)

func proposal(service string) []procedure.Design {
	d := act(procedure.StepPropose).Design[0]
	return []procedure.Design{{Service: d.Service, Change: d.Change, Base: d.Base, Digest: digest(service)}}
}

// waiting are two requests with designs that wait for a meeting, and one that
// was approved only.
func waiting(id procedure.RequestID) (procedure.Case, bool) {
	c, ok := map[procedure.RequestID]procedure.Case{
		slr1:            {ID: slr1, State: "proposed", Design: proposal("a"), Proposed: 4},
		slr2:            {ID: slr2, State: "proposed", Design: proposal("b"), Proposed: 5},
		"SLR-2026-0003": {ID: "SLR-2026-0003", State: "approved"},
	}[id]
	return c, ok
}

func meeting() *procedure.Meeting {
	return &procedure.Meeting{
		ID: mtg, Chair: zhang, Recorder: li,
		Attendees: []procedure.Attendee{
			{Person: zhang, Role: "ops_lead", Present: true, Vote: procedure.For},
			{Person: li, Role: "market_manager", Present: true, Vote: procedure.For},
			{Person: wang, Role: "sales", Present: true},
		},
		Items: []procedure.Item{
			{Request: slr1, ProposedEntry: 4, Design: proposal("a"), Result: procedure.StepPass},
			{Request: slr2, ProposedEntry: 5, Design: proposal("b"), Result: procedure.StepReturn, Comment: "交付成果不清"},
		},
	}
}

func TestMeetings(t *testing.T) {
	t.Parallel()
	vote := func(m *procedure.Meeting, lead, market procedure.Vote) {
		m.Attendees[0].Vote, m.Attendees[1].Vote = lead, market
	}
	cases := []struct {
		name  string
		spoil func(*procedure.Procedure, *procedure.Meeting)
		want  string
		says  string
	}{
		{"good", func(*procedure.Procedure, *procedure.Meeting) {}, "", ""},
		{"recorder is not the signer", func(_ *procedure.Procedure, m *procedure.Meeting) { m.Recorder = zhang }, "E_ACTOR", "the recorder is zhang.wei, but li.na signs"},
		{"a role not held", func(_ *procedure.Procedure, m *procedure.Meeting) { m.Attendees[2].Role = "auditor" }, "E_ROLE", "wang.fang does not hold the role auditor"},
		{"a stranger", func(_ *procedure.Procedure, m *procedure.Meeting) { m.Attendees[2].Person = "nobody" }, "E_ROLE", "nobody does not hold the role sales"},
		{"listed twice", func(_ *procedure.Procedure, m *procedure.Meeting) { m.Attendees = append(m.Attendees, m.Attendees[0]) }, "E_TRANSITION", "listed twice"},
		{"absent with vote", func(_ *procedure.Procedure, m *procedure.Meeting) {
			m.Attendees[2].Present, m.Attendees[2].Vote = false, procedure.For
		}, "E_TRANSITION", "was absent and cannot have voted"},
		{"chair not listed", func(_ *procedure.Procedure, m *procedure.Meeting) { m.Chair = zhao }, "E_TRANSITION", "the chair zhao.min is not among those present"},
		{"chair absent", func(_ *procedure.Procedure, m *procedure.Meeting) {
			m.Chair, m.Attendees[2].Present = wang, false
		}, "E_TRANSITION", "the chair wang.fang"},
		{"no quorum", func(_ *procedure.Procedure, m *procedure.Meeting) { m.Chair, m.Attendees = li, m.Attendees[1:] }, "E_THRESHOLD", "no quorum: 1 of those who decide were present, 2 are needed"},
		{"sales do not count", func(p *procedure.Procedure, _ *procedure.Meeting) { p.Rules.Review.Quorum = 3 }, "E_THRESHOLD", "no quorum: 2"},
		{"where votes are signed, who did not vote does not count", func(p *procedure.Procedure, m *procedure.Meeting) {
			p.Rules.Review.Votes, p.Rules.Review.Quorum = procedure.VotesSigned, 3
			p.People[zhao] = person("赵敏", "ops_lead")
			m.Attendees = append(m.Attendees, procedure.Attendee{Person: zhao, Role: "ops_lead", Present: true})
		}, "E_THRESHOLD", "no quorum: 2 of those who decide"},
		{"where votes are signed, an abstention counts", func(p *procedure.Procedure, m *procedure.Meeting) {
			p.Rules.Review.Votes, p.Rules.Review.Quorum = procedure.VotesSigned, 3
			p.People[zhao] = person("赵敏", "ops_lead")
			m.Attendees = append(m.Attendees, procedure.Attendee{Person: zhao, Role: "ops_lead", Present: true, Vote: procedure.Abstain})
		}, "", ""},
		{"required role absent", func(p *procedure.Procedure, m *procedure.Meeting) {
			p.Rules.Review.Quorum = 1
			m.Attendees[1].Present, m.Attendees[1].Vote = false, ""
		}, "E_THRESHOLD", "the market manager must be present and vote"},
		{"required role without a vote", func(_ *procedure.Procedure, m *procedure.Meeting) { vote(m, procedure.For, "") }, "E_THRESHOLD", "the market manager must be present and vote"},
		{"required role abstains", func(_ *procedure.Procedure, m *procedure.Meeting) { vote(m, procedure.For, procedure.Abstain) }, "", ""},
		{"all abstain", func(_ *procedure.Procedure, m *procedure.Meeting) { vote(m, procedure.Abstain, procedure.Abstain) }, "E_THRESHOLD", "no majority: 0 of 0"},
		{"a tie", func(_ *procedure.Procedure, m *procedure.Meeting) { vote(m, procedure.Against, procedure.For) }, "E_THRESHOLD", "no majority: 1 of 2"},
		{"the vote of sales is not counted", func(_ *procedure.Procedure, m *procedure.Meeting) {
			vote(m, procedure.Against, procedure.For)
			m.Attendees[2].Vote = procedure.For
		}, "E_THRESHOLD", "no majority: 1 of 2"},
		{"nothing decided", func(_ *procedure.Procedure, m *procedure.Meeting) { m.Items = nil }, "E_TRANSITION", "decided nothing"},
		{"decided twice", func(_ *procedure.Procedure, m *procedure.Meeting) { m.Items = append(m.Items, m.Items[0]) }, "E_TRANSITION", "is decided twice"},
		{"unknown request", func(_ *procedure.Procedure, m *procedure.Meeting) { m.Items[0].Request = "SLR-2026-0099" }, "E_ID", "there is no request"},
		{"proposed again since", func(_ *procedure.Procedure, m *procedure.Meeting) { m.Items[0].ProposedEntry = 3 }, "E_REVIEW_STALE", "the design of entry 3, but entry 4 proposed it again"},
		{"another design", func(_ *procedure.Procedure, m *procedure.Meeting) { m.Items[0].Design = proposal("x") }, "E_REVIEW_STALE", "not the one that entry 4 proposed"},
		{"less design", func(_ *procedure.Procedure, m *procedure.Meeting) { m.Items[0].Design = nil }, "E_REVIEW_STALE", "not the one that entry 4 proposed"},
		{"nothing proposed", func(_ *procedure.Procedure, m *procedure.Meeting) {
			m.Items[0] = procedure.Item{Request: "SLR-2026-0003", Result: procedure.StepPass}
		}, "E_REVIEW_STALE", "nothing is proposed for it yet"},
	}
	for _, c := range cases {
		p, m := staffed(t), meeting()
		c.spoil(p, m)
		rs := p.JudgeMeeting(m, li, waiting)
		if got := codes(rs); got != c.want {
			t.Errorf("%s: got %q %v, want %q", c.name, got, rs, c.want)
			continue
		}
		if len(rs) > 0 && (!strings.Contains(rs[0].Error(), c.says) || !strings.HasPrefix(rs[0].Subject, "review ")) {
			t.Errorf("%s: got %v, want %q", c.name, rs[0], c.says)
		}
	}
}

func TestMajorities(t *testing.T) {
	t.Parallel()
	people := []procedure.PersonID{zhang, li, wang, zhao}
	for _, c := range []struct {
		majority procedure.Majority
		votes    string // + for, - against, o abstain
		good     bool
	}{
		{procedure.Half, "+", true},
		{procedure.Half, "+-", false},
		{procedure.Half, "++-", true},
		{procedure.Half, "++--", false},
		{procedure.Half, "+ooo", true},
		{procedure.Half, "oooo", false},
		{procedure.TwoThirds, "++-", true},
		{procedure.TwoThirds, "++--", false},
		{procedure.TwoThirds, "+++-", true},
		{procedure.TwoThirds, "+-", false},
		{procedure.TwoThirds, "oo", false},
		{procedure.All, "++++", true},
		{procedure.All, "+++-", false},
		{procedure.All, "+++o", true},
		{procedure.All, "o", false},
	} {
		p, m := staffed(t), meeting()
		p.Rules.Review = procedure.ReviewRules{Quorum: 1, Majority: c.majority}
		m.Attendees = nil
		for i, v := range c.votes {
			p.People[people[i]] = person("成员", "ops_lead")
			m.Attendees = append(m.Attendees, procedure.Attendee{
				Person: people[i], Role: "ops_lead", Present: true,
				Vote: map[rune]procedure.Vote{'+': procedure.For, '-': procedure.Against, 'o': procedure.Abstain}[v],
			})
		}
		if rs := p.JudgeMeeting(m, li, waiting); (len(rs) == 0) != c.good {
			t.Errorf("%s %s: got %v", c.majority, c.votes, rs)
		}
	}
}
