package procedure

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/service-catalogue/sc/pkg/finding"
)

// ruleKey is the rule that no key is listed twice.
const ruleKey = "procedure/key"

func checkKeys(c *checker) {
	owner := map[string]PersonID{}
	for _, id := range c.p.Persons() {
		for i, k := range c.p.People[id].Keys {
			if other, taken := owner[k.Key]; taken {
				c.add(ruleKey, "/people/"+string(id)+"/keys/"+strconv.Itoa(i), finding.Error, finding.Say("this key is already listed for %s", string(other)))
			}
			owner[k.Key] = id
		}
	}
}

// checkHeaders: an entry names the branch, and the header of its commit the
// person, in a form that not every text has; who has no such form can sign
// nothing, and on such a branch nobody can.
func checkHeaders(c *checker) {
	if branch := c.p.Ledger.Branch; !branchName(branch) {
		c.fail("branch", "/ledger/branch", finding.Say("%q cannot be the name of a branch", branch))
	}
	for _, id := range c.p.Persons() {
		person := c.p.People[id]
		if name := person.Name; len(person.Keys) > 0 && (strings.TrimSpace(name) != name || strings.ContainsAny(name, "<>\n")) {
			c.fail("name", "/people/"+string(id)+"/name", finding.Say("the name %q cannot stand in the header of a commit", name))
		}
	}
}

// branchName follows git-check-ref-format(1), at most 200 bytes.
func branchName(s string) bool {
	if s == "HEAD" || s == "@" || len(s) > 200 || strings.ContainsAny(s, "\n ~^:?*[\\") || strings.Contains(s, "..") ||
		strings.Contains(s, "@{") || strings.HasPrefix(s, "-") || strings.HasSuffix(s, ".") {
		return false
	}
	return !slices.ContainsFunc(strings.Split(s, "/"), func(part string) bool {
		return part == "" || part[0] == '.' || strings.HasSuffix(part, ".lock")
	})
}

// checkTimeZone: the zone means the same on every machine.
func checkTimeZone(c *checker) {
	zone := c.p.Calendar.TimeZone
	if _, err := time.LoadLocation(zone); err != nil || zone == "" || zone == "Local" {
		c.fail("time-zone", "/calendar/time_zone", finding.Say("there is no time zone %q", zone))
	}
}

func checkPattern(c *checker) {
	if _, err := regexp.Compile(c.p.Rules.ChangeRef.Pattern); err != nil {
		c.fail("pattern", "/rules/change_ref/pattern", finding.Say("the pattern %s cannot be read", c.p.Rules.ChangeRef.Pattern))
	}
}

// gap is something that nobody can do as people stand.
type gap struct {
	lacks   string   // the same in every procedure that has this gap
	step    StepName // which nobody can take; empty for a rule
	pointer string
	message finding.Sentence
}

// gaps are what nobody can do: steps in use, and what the review asks for. To
// sign a step takes a key; to sit in a review does not.
func (p *Procedure) gaps() []gap {
	var gaps []gap
	for i, s := range p.Steps {
		if len(s.By) > 0 && !slices.Contains(s.By, Requester) && len(p.Signers(s.Name)) == 0 {
			gaps = append(gaps, gap{"step " + string(s.Name), s.Name, "/steps/" + strconv.Itoa(i) + "/by", finding.Say("nobody who has a key can take the step %s: it needs %s", string(s.Name), p.needed(s))})
		}
	}
	return append(gaps, p.reviewGaps()...)
}

func (p *Procedure) reviewGaps() []gap {
	var gaps []gap
	for i, role := range p.Rules.Review.RequiredRoles {
		if len(p.voting([]RoleID{role})) == 0 {
			gaps = append(gaps, gap{"role " + string(role), "", "/rules/review/required_roles/" + strconv.Itoa(i), p.lacking(
				finding.Say("nobody holds the role %s, which every review needs", p.Label(role)),
				finding.Say("nobody has the role %s and a key, and every review needs their signed vote", p.Label(role)))})
		}
	}
	if got, want := len(p.voting(p.reviewers())), p.Rules.Review.Quorum; got < want {
		gaps = append(gaps, gap{"quorum", "", "/rules/review/quorum", p.lacking(
			finding.Say("the quorum is %s, but only %s can decide in a review", want, got),
			finding.Say("the quorum is %s, but only %s can decide in a review and have a key to sign their vote", want, got))})
	}
	if one := p.Signers(StepPublish); p.Rules.ReviewerNotPublisher == Always && len(one) == 1 && slices.Equal(one, p.Signers(StepPass)) {
		gaps = append(gaps, gap{"reviewer", "", "/rules/reviewer_not_publisher", finding.Say("only %s can sign reviews and versions, and nobody may sign both", p.Named(one))})
	}
	return append(gaps, p.confirmationGaps()...)
}

// confirmationGaps: one person records, others must be able to confirm.
func (p *Procedure) confirmationGaps() []gap {
	want := p.Rules.Review.Confirmations
	others := len(p.keyed(p.withAnyRole(sortedKeys(p.Roles)))) - 1
	if want == 0 || others >= want {
		return nil
	}
	return []gap{{"confirmations", "", "/rules/review/confirmations", finding.Say("minutes need %s confirmations, but beside who records them only %s have a role and a key", want, max(others, 0))}}
}

// voting are the people with some of the roles whose votes can count: where votes
// are signed, they have a key.
func (p *Procedure) voting(roles []RoleID) []PersonID {
	people := p.withAnyRole(roles)
	if p.Rules.Review.Votes == VotesSigned {
		return p.keyed(people)
	}
	return people
}

// lacking is what to say of people that are missing, or only lack a key.
func (p *Procedure) lacking(attested, signed finding.Sentence) finding.Sentence {
	if p.Rules.Review.Votes == VotesSigned {
		return signed
	}
	return attested
}

// keyed are those of the people who have a key.
func (p *Procedure) keyed(people []PersonID) []PersonID {
	return slices.DeleteFunc(people, func(id PersonID) bool { return len(p.People[id].Keys) == 0 })
}

// Signers are the people who may take a step by their role and have a key, sorted.
func (p *Procedure) Signers(name StepName) []PersonID {
	return p.keyed(p.Holders(name))
}

// checkGaps warns of what has nobody to do it yet.
func checkGaps(c *checker) {
	for _, g := range c.p.gaps() {
		c.warn("W_NO_HOLDER", g.pointer, g.message)
	}
}

func checkAmenders(c *checker) {
	switch who := c.p.Signers(StepAmend); len(who) {
	case 0:
		c.fail("lockout", "/people", finding.Say("nobody who has a key may amend the procedure"))
	case 1:
		c.warn("W_ONE_AMENDER", "/people", finding.Say("only %s may amend the procedure; a second person prevents a lock-out", c.p.Named(who)))
	}
}
